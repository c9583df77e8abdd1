/** So many trainees for whom one of these mentors is wanted. */
export interface Demand {
  need: number
  mentors: readonly string[]
}

interface Period {
  start: string
  end: string
}

/** Everything that runs on the day something begins, in the order in which it began. */
export interface Crowd<Line> {
  lines: readonly Line[]
  /** What begins. */
  last: Line
}

/** The days on which it can get tight are those on which something begins; lines come in the order of their start. */
export function crowdsOf<Line extends Period>(lines: readonly Line[]): Crowd<Line>[] {
  return lines.map((last, n) => ({
    lines: lines.slice(0, n + 1).filter((line) => line.end >= last.start),
    last,
  }))
}

/** Whether every trainee finds a mentor with a place: who is full makes room where another's trainee can move on. */
export function hasRoom(demands: readonly Demand[], places: ReadonlyMap<string, number>): boolean {
  const taken = new Map<string, Demand[]>()
  const place = (demand: Demand, asked: Set<string>): boolean => {
    for (const mentor of demand.mentors) {
      if (asked.has(mentor)) continue
      asked.add(mentor)
      const seats = taken.get(mentor) ?? []
      taken.set(mentor, seats)
      if (seats.length < (places.get(mentor) ?? 0)) {
        seats.push(demand)
        return true
      }
      const movable = seats.findIndex((other) => place(other, asked))
      if (movable < 0) continue
      seats[movable] = demand
      return true
    }
    return false
  }
  return demands.every((demand) => {
    for (let left = demand.need; left > 0; left -= 1) if (!place(demand, new Set())) return false
    return true
  })
}
