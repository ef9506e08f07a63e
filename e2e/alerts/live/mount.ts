import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A ConfigMap as the kubelet mounts it (kubernetes, pkg/volume/util/atomic_writer.go): files are links through `..data`, and an
 * update makes that point to another folder, at once for all of them.
 */
export class Mounted {
  private count = 0;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  put(files: ReadonlyMap<string, string>): void {
    this.count += 1;
    const name = `..2026_01_05_00_00_00.${this.count}`;
    mkdirSync(join(this.folder, name));
    for (const [file, content] of files) {
      writeFileSync(join(this.folder, name, file), content);
      if (this.count === 1) symlinkSync(join('..data', file), join(this.folder, file));
    }
    symlinkSync(name, join(this.folder, '..data_tmp'));
    renameSync(join(this.folder, '..data_tmp'), join(this.folder, '..data'));
  }
}
