import type { Commands } from '../program.ts'
import { addAudit } from './audit.ts'
import { addClock } from './clock.ts'
import { addCommand } from './command.ts'
import { addDoctor } from './doctor.ts'
import { addDocument } from './document.ts'
import { addEvents } from './events.ts'
import { addExport } from './export.ts'
import { addImport } from './import.ts'
import { addInbox } from './inbox.ts'
import { addNote } from './note.ts'
import { addPartnership } from './partnership.ts'
import { addRebuild } from './rebuild.ts'
import { addRecords } from './record.ts'
import { addTask } from './task.ts'
import { addUpload } from './upload.ts'
import { addWhy } from './why.ts'

/** Every command, in the order in which the help shows them. */
export function addCommands(commands: Commands): void {
  addImport(commands)
  addRecords(commands)
  addPartnership(commands)
  addTask(commands)
  addWhy(commands)
  addEvents(commands)
  addNote(commands)
  addDocument(commands)
  addUpload(commands)
  addCommand(commands)
  addInbox(commands)
  addClock(commands)
  addAudit(commands)
  addExport(commands)
  addDoctor(commands)
  addRebuild(commands)
}
