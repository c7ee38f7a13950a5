import { Injectable } from '@nestjs/common';
import { IsNumber } from 'class-validator';
import { Describe, Tool } from '../tools/index.js';

class AddInput {
  @Describe('First addend')
  @IsNumber()
  a!: number;

  @Describe('Second addend')
  @IsNumber()
  b!: number;
}

@Injectable()
export class CalculatorTools {
  @Tool({ description: 'Add two numbers' })
  add({ a, b }: AddInput): number {
    return a + b;
  }
}
