import { Injectable, Module } from '@nestjs/common';
import { IsInt, IsString, Max } from 'class-validator';
import { z } from 'zod';
import { Tool, ToolError } from '../../../src/index.js';

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

@Module({ providers: [OutputTools] })
export class OutputModule {}
