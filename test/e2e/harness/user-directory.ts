import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

let installed: Promise<string> | undefined;

/** A fresh user directory in which the packed package was installed, as the palette does it. What npm installed is the same for all. */
export async function createUserDirectory(): Promise<string> {
  installed ??= installPackage();
  const source = await installed;
  const directory = await mkdtemp(join(tmpdir(), 'jira-tickets-user-'));
  await copyFile(join(source, 'package.json'), join(directory, 'package.json'));
  await symlink(join(source, 'node_modules'), join(directory, 'node_modules'), 'junction');
  return directory;
}

export async function removeUserDirectory(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
}

async function installPackage(): Promise<string> {
  const tarball = process.env['PACKAGE_TARBALL'];
  if (!tarball) throw new Error('PACKAGE_TARBALL is not set: run these tests by `npm test -- --only e2e`, which packs the package first.');
  const directory = await mkdtemp(join(tmpdir(), 'jira-tickets-installed-'));
  await writeFile(join(directory, 'package.json'), JSON.stringify({ name: 'user-directory', private: true }));
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev', '--loglevel=error', tarball];
  const npm = process.env['npm_execpath'];
  await promisify(execFile)(npm ? process.execPath : 'npm', npm ? [npm, ...args] : args, { cwd: directory });
  return directory;
}

after(async () => {
  if (installed) await removeUserDirectory(await installed);
});
