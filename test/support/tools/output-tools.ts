import { Injectable, Module } from '@nestjs/common';
import { IsInt, IsString, Max } from 'class-validator';
import { z } from 'zod';
import { type CallToolResult, content, Tool, ToolError } from '../../../src/index.js';

class Score {
  @IsString()
  player!: string;

  @IsInt()
  @Max(10)
  points!: number;

  static of(player: string, points: number): Score {
    return Object.assign(new Score(), { player, points });
  }
}

@Injectable()
class OutputTools {
  @Tool()
  derived(): Score {
    return Score.of('Ann', 7);
  }

  @Tool({ output: Score })
  async declared(): Promise<Score> {
    return Promise.resolve(Score.of('Bob', 8));
  }

  @Tool({ output: z.object({ at: z.string(), note: z.string().optional() }) })
  dated(): object {
    return { at: new Date(0), note: undefined };
  }

  @Tool({ output: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } })
  raw(): object {
    return { content: [{ type: 'text', text: 'one' }], structuredContent: { n: 1 } };
  }

  @Tool({ output: Score })
  broken(): object {
    return { player: 'secret', points: 11 };
  }

  @Tool({ output: Score })
  textual(): string {
    return 'no object';
  }

  @Tool({ output: Score })
  failing(): never {
    throw new ToolError('No game today');
  }

  @Tool()
  almostABlock(): object {
    return { type: 'text', value: 5 };
  }

  @Tool()
  almostAResult(): object {
    return { content: [], owner: 'Ann' };
  }

  @Tool()
  map(): object {
    return new Map([['a', 1]]);
  }
}

class Row {
  @IsInt()
  id!: number;
}

const ROWS = [{ id: 1 }, { id: 2 }];
const PNG = Buffer.from([137, 80, 78, 71]);

@Injectable()
class ListTools {
  @Tool({ output: z.array(z.object({ id: z.int() })) })
  zodRows(): object[] {
    return ROWS;
  }

  @Tool({ output: { type: 'array', items: { type: 'object', properties: { id: { type: 'integer' } } } } })
  async rawRows(): Promise<object[]> {
    return Promise.resolve(ROWS);
  }

  @Tool({ output: [Row] })
  async classRows(): Promise<Row[]> {
    return Promise.resolve(ROWS.map((row) => Object.assign(new Row(), row)));
  }

  @Tool({ output: [Row] })
  noRows(): Row[] {
    return [];
  }

  @Tool({ output: [z.object({ type: z.literal('text'), text: z.string() })] })
  lines(): object[] {
    return [{ type: 'text', text: 'a' }];
  }

  @Tool({ output: [Row] })
  wrongRow(): object[] {
    return [{ id: 1 }, { id: 'secret' }];
  }

  @Tool({ output: [Row] })
  oneRow(): object {
    return { id: 1 };
  }

  @Tool()
  undeclaredRows(): object[] {
    return ROWS;
  }
}

@Injectable()
class LookAlikeTools {
  @Tool()
  bookmark(): object {
    return { type: 'resource', resource: { uri: 'https://example.com/a', title: 'A' } };
  }

  @Tool()
  photo(): object {
    return { type: 'image', data: 'not base64!', mimeType: 'image/png' };
  }

  @Tool()
  saying(): object {
    return { type: 'text', text: 'To be', author: 'Hamlet' };
  }

  @Tool()
  sayings(): object[] {
    return [{ type: 'text', text: 'To be', author: 'Hamlet' }, content.text('or not')];
  }

  @Tool()
  link(): object {
    const icons = [{ src: 'https://example.com/i.png', sizes: ['48x48'] }];
    return { type: 'resource_link', uri: 'https://example.com/a', name: 'a', title: 'A', size: 3, icons };
  }

  @Tool()
  badResult(): CallToolResult {
    return { content: [content.text('a'), { type: 'image', data: 'not base64!', mimeType: 'image/png' }] };
  }
}

@Injectable()
class UnsendableTools {
  @Tool()
  file(): Buffer {
    return PNG;
  }

  @Tool()
  nestedFile(): object {
    return { rows: [{ data: new Uint8Array(PNG) }] };
  }

  @Tool()
  nestedMap(): object {
    return { stock: new Map([['a', 1]]) };
  }

  @Tool()
  nestedBigInt(): object {
    return { rows: [{ id: 1n }] };
  }

  @Tool()
  ownBigInt(): object {
    return { content: [], structuredContent: { id: 1n } };
  }

  @Tool()
  error(): Error {
    return new Error('secret');
  }

  @Tool()
  *generated(): Generator<number> {
    yield 1;
  }
}

@Module({ providers: [OutputTools, ListTools, LookAlikeTools, UnsendableTools] })
export class OutputModule {}
