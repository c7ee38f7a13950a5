import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { DockerIgnore, type Instruction, readDockerfile, readPairs } from './dockerfile.js';

interface Stage {
  readonly name: string;
  readonly from: string;
  readonly folder: string;
  workdir: string;
}

/**
 * A Dockerfile carried out without an engine: each stage is a folder, `COPY` copies what `.dockerignore` lets through,
 * and `RUN` is run there with the Node of the image. Whatever is not understood is an error, so that a Dockerfile that
 * changes is either carried out as it is now, or noticed.
 */
export class BuiltImage implements Disposable {
  readonly environment: Record<string, string> = {};
  readonly labels: Record<string, string> = {};
  /** What each stage begins with. */
  readonly bases: string[] = [];
  readonly exposed: string[] = [];
  user = '';
  entrypoint: string[] = [];
  command: string[] = [];
  healthCheck: string[] = [];
  private readonly args: Record<string, string> = {};
  private readonly stages: Stage[] = [];
  private readonly ignore: DockerIgnore;

  private constructor(
    private readonly context: string,
    private readonly nodeFolder: string,
    private readonly root: string,
  ) {
    this.ignore = new DockerIgnore(context);
  }

  /** @param node the program that stands for the image's Node */
  static async build(context: string, node: string): Promise<BuiltImage> {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'rookery-image-')));
    const image = new BuiltImage(context, dirname(node), root);
    try {
      for (const instruction of readDockerfile(join(context, 'Dockerfile')))
        await image.carryOut(instruction);
    } catch (error) {
      image[Symbol.dispose]();
      throw error;
    }
    return image;
  }

  get workdir(): string {
    return this.stage.workdir;
  }

  /** The folder that stands for the image's working directory. */
  get folder(): string {
    return this.inStage(this.stage, '.');
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private get stage(): Stage {
    const stage = this.stages.at(-1);
    if (!stage) throw new Error('FROM is missing');
    return stage;
  }

  private async carryOut({ name, text }: Instruction): Promise<void> {
    const value = text.replace(/\$\{(\w+)\}/g, (_, arg: string) => this.args[arg] ?? '');
    switch (name) {
      case 'ARG':
        Object.assign(this.args, Object.fromEntries(readPairs(value)));
        break;
      case 'FROM':
        this.begin(value);
        break;
      case 'WORKDIR':
        this.stage.workdir = value;
        mkdirSync(this.folder, { recursive: true });
        break;
      case 'COPY':
        this.copy(value);
        break;
      case 'RUN':
        await this.run(text);
        break;
      default:
        this.describe(name, value);
    }
  }

  private begin(value: string): void {
    const [, from, name = ''] = /^(\S+)(?: AS (\S+))?$/.exec(value) ?? [];
    if (from === undefined) throw new Error(`FROM ${value} is not understood`);
    this.bases.push(from);
    this.stages.push({ name, from, folder: join(this.root, `stage-${this.stages.length}`), workdir: '/' });
  }

  private copy(value: string): void {
    const [, from, paths] = /^(?:--from=(\S+) )?([^-].*)$/.exec(value) ?? [];
    if (paths === undefined) throw new Error(`COPY ${value} is not understood`);
    const sources = paths.split(/\s+/);
    const target = sources.pop()!;
    for (const source of sources) {
      const isFolderTarget = target.endsWith('/') && /\.\w+$/.test(source);
      const to = this.inStage(this.stage, isFolderTarget ? join(target, basename(source)) : target);
      if (from !== undefined) cpSync(this.inStage(this.stageNamed(from), source), to, { recursive: true });
      else this.copyFromContext(source, to);
    }
  }

  private copyFromContext(source: string, to: string): void {
    if (this.ignore.ignores(source)) throw new Error(`COPY ${source}: .dockerignore leaves it out`);
    cpSync(join(this.context, source), to, {
      recursive: true,
      filter: (path) => !this.ignore.ignores(relative(this.context, path)),
    });
  }

  private async run(command: string): Promise<void> {
    await promisify(execFile)('sh', ['-c', command], {
      cwd: this.folder,
      maxBuffer: 2 ** 24,
      env: {
        PATH: `${this.nodeFolder}:${process.env['PATH']}`,
        HOME: process.env['HOME'],
        npm_config_prefer_offline: 'true',
      },
    });
  }

  private describe(name: string, value: string): void {
    if (name === 'ENV') Object.assign(this.environment, Object.fromEntries(readPairs(value)));
    else if (name === 'LABEL') Object.assign(this.labels, Object.fromEntries(readPairs(value)));
    else if (name === 'USER') this.user = value;
    else if (name === 'EXPOSE') this.exposed.push(value);
    else if (name === 'ENTRYPOINT') this.entrypoint = readExecForm(value);
    else if (name === 'CMD') this.command = readExecForm(value);
    else if (name === 'HEALTHCHECK') this.healthCheck = readExecForm(value.replace(/^.*? CMD /, ''));
    else throw new Error(`${name} is not understood`);
  }

  private stageNamed(name: string): Stage {
    const stage = this.stages.find((one) => one.name === name);
    if (!stage) throw new Error(`There is no stage ${name}`);
    return stage;
  }

  private inStage({ folder, workdir }: Stage, path: string): string {
    return join(folder, path.startsWith('/') ? path : join(workdir, path));
  }
}

/** The form without a shell: a JSON list. */
function readExecForm(value: string): string[] {
  return JSON.parse(value) as string[];
}
