import { Injectable } from '@nestjs/common';
import { IsString } from 'class-validator';
import { Describe, Tool } from '../tools/index.js';

class EchoInput {
  @Describe('What to say back')
  @IsString()
  message!: string;
}

@Injectable()
export class EchoTool {
  @Tool({ description: 'Say a message back' })
  echo({ message }: EchoInput): string {
    return message;
  }
}
