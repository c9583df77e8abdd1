import type { PoolClient } from 'pg'

/** Milliseconds until a lost connection is opened again. */
const AGAIN = 500

/** Hears what a channel of the database says, on a connection of its own that is opened again when it breaks. */
export class Listening {
  private client: PoolClient | undefined
  private timer: NodeJS.Timeout | undefined
  private stopped = false

  private constructor(
    private readonly open: () => Promise<PoolClient>,
    private readonly channel: string,
    private readonly hear: (payload: string) => void,
    /** What was said meanwhile was missed. */
    private readonly onGap: () => void,
  ) {}

  static async begin(
    open: () => Promise<PoolClient>,
    channel: string,
    hear: (payload: string) => void,
    onGap: () => void,
  ): Promise<Listening> {
    const listening = new Listening(open, channel, hear, onGap)
    await listening.connect()
    return listening
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.timer)
    const { client } = this
    this.client = undefined
    // Not given back: another user of the connection would hear it all.
    client?.release(true)
  }

  private async connect(): Promise<void> {
    const client = await this.open()
    client.on('notification', ({ payload }) => {
      if (payload !== undefined) this.hear(payload)
    })
    client.once('end', () => this.lost(client))
    client.once('error', () => this.lost(client))
    this.client = client
    await client.query(`LISTEN ${this.channel}`)
  }

  private lost(client: PoolClient): void {
    if (this.client !== client) return
    this.client = undefined
    client.release(true)
    this.again()
  }

  private again(): void {
    if (this.stopped) return
    this.timer = setTimeout(() => {
      this.connect().then(this.onGap, () => this.again())
    }, AGAIN)
  }
}
