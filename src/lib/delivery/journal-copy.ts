import { TicketError } from '../ticket/error';
import type { Disk, DiskFile } from './disk';
import type { Position } from './journal-reader';
import { readWhole, writeWhole } from './whole';

/** The most that is read at once. */
const runBytes = 1 << 20;

/** Others have their turn after so many bytes: in pieces of 64 KiB, nearly each command that came meanwhile waited more than 5 ms. */
const pieceBytes = 16 << 10;

/** The file that is to take a journal's place. Nothing of it counts before it does. */
export class JournalCopy {
  private readonly moves: Array<{ position: Position; offset: number }> = [];
  private pieces: Buffer[] = [];
  private bytes = 0;
  private written = 0;

  private constructor(
    private readonly disk: Disk,
    private readonly path: string,
    readonly file: DiskFile,
    private readonly isInVain: () => boolean,
  ) {}

  /** @param path of the journal @param isInVain asked after each piece: whether nobody wants the copy any more */
  static async begin(disk: Disk, path: string, isInVain: () => boolean): Promise<JournalCopy> {
    await JournalCopy.remove(disk, path);
    return new JournalCopy(disk, path, await disk.open(temporary(path)), isInVain);
  }

  /** What one that was cut off has left behind. */
  static remove(disk: Disk, path: string): Promise<void> {
    return disk.remove(temporary(path));
  }

  /** Bytes that it has taken. */
  get size(): number {
    return this.written + this.bytes;
  }

  async add(record: Buffer): Promise<void> {
    this.pieces.push(record);
    this.bytes += record.length;
    if (this.bytes >= pieceBytes) await this.flush();
  }

  /** Takes records over from the journal as they are: a damaged one is met by who reads it. */
  async take(from: DiskFile, positions: readonly Position[]): Promise<void> {
    for (const run of runs(positions)) {
      const bytes = await readWhole(from, run);
      for (const position of run.positions) {
        const start = position.offset - run.offset;
        const record = bytes.subarray(start, start + position.length);
        this.moves.push({ position, offset: this.size });
        await this.add(record);
      }
    }
  }

  /** Resolves once all that it has is on disk. */
  async sync(): Promise<void> {
    await this.flush();
    await this.file.sync();
  }

  /** Takes the journal's place, though a power cut may undo it until the folder is synced. */
  replace(): Promise<void> {
    return this.disk.rename(temporary(this.path), this.path);
  }

  /** What was taken over gets its new positions: to be called in the moment in which this file is the one that is read. */
  movePositions(): void {
    for (const { position, offset } of this.moves) position.offset = offset;
  }

  /** Lets it go, unused. */
  async discard(): Promise<void> {
    await this.file.close();
    await JournalCopy.remove(this.disk, this.path);
  }

  private async flush(): Promise<void> {
    if (this.isInVain()) throw new TicketError('JOURNAL', 'The journal is closed.');
    const bytes = Buffer.concat(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    await writeWhole(this.file, bytes, this.written);
    this.written += bytes.length;
  }
}

function temporary(path: string): string {
  return `${path}.new`;
}

/** Neighbouring records, to be read at once: one by one, 100,000 of them took five seconds. */
function* runs(positions: readonly Position[]): Generator<Position & { positions: Position[] }> {
  let run: (Position & { positions: Position[] }) | undefined;
  for (const position of positions) {
    const length = run ? position.offset + position.length - run.offset : 0;
    if (run && position.offset >= run.offset + run.length && length <= runBytes) {
      run.positions.push(position);
      run.length = length;
      continue;
    }
    if (run) yield run;
    run = { ...position, positions: [position] };
  }
  if (run) yield run;
}
