import { rowContracts } from '../schema/contracts/import.ts'
import { randomFrom } from './chance.ts'

/** A group of trainees to invent. */
export interface StudentGroup {
  count: number
  /** The same seed gives the same people. */
  seed: number
  programmeCode: string
  group: string
  course: number
  graduationYear: number
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** Men's names: given names, and with an ending the patronymics and surnames of both sexes. */
const MEN = words(`
  Abdurahmon Anvar Asqar Bekmurod Botir Boltaboy Doʻstmurod Elbek Eshmurod Farrux Gʻayrat Haydar Hoshim Ikrom
  Ismoil Jamol Jasur Latif Mahkam Maʼruf Muqim Nodir Norqul Oltiboy Oʻktam Qosim Rajab Sarvar Sharof Sherali
  Sulaymon Temur Umar Usmon Xolmurod Yoqub Zafar Ziyodulla Zohid Ergash`)
const WOMEN = words(`
  Anora Barno Charos Dilnoza Durdona Feruza Gavhar Gulchehra Hulkar Iroda Kamola Lola Mohira Munira Nafosat
  Nargiza Nigora Oygul Parizoda Rayhona Saodat Sevinch Shoira Tamara Umida Xosiyat Yulduz Zebo Ziyoda Eʼzoza`)

function surnameOf(name: string, woman: boolean): string {
  const ending = /[aeiou]$/.test(name) ? 'yev' : name.endsWith('y') ? 'ev' : 'ov'
  return `${name}${ending}${woman ? 'a' : ''}`
}

const toAscii = (name: string): string => name.replace(/[^A-Za-z]/g, '').toLowerCase()

/**
 * Invents students as the text of a students.csv, to go through the same import as a real one. Student ids are made
 * of group and number, so that groups of any seed never meet.
 */
export function generateStudents(group: StudentGroup): string {
  const random = randomFrom(group.seed)
  const pick = (names: readonly string[]): string => names[Math.floor(random() * names.length)] ?? ''
  const header = Object.keys(rowContracts.students.shape)
  const rows = Array.from({ length: group.count }, (_, index) => {
    const number = String(index + 1).padStart(4, '0')
    const woman = random() < 0.5
    const familyName = surnameOf(pick(MEN), woman)
    const givenName = pick(woman ? WOMEN : MEN)
    const cells: Record<string, string> = {
      studentId: `GEN-${group.group}-${number}`,
      familyName,
      givenName,
      patronymic: `${pick(MEN)} ${woman ? 'qizi' : 'oʻgʻli'}`,
      programmeCode: group.programmeCode,
      course: String(group.course),
      group: group.group,
      email: `${toAscii(givenName)}.${toAscii(familyName)}.${group.group}.${number}@student.example`,
      language: 'uz-Latn',
      graduationYear: String(group.graduationYear),
    }
    return header.map((column) => cells[column] ?? '').join(',')
  })
  return `${[header.join(','), ...rows].join('\n')}\n`
}
