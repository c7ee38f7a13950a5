import { Module } from '@nestjs/common';
import { CalculatorTools } from './calculator-tools.js';
import { EchoTool } from './echo-tool.js';

/** The tools a fresh install serves: `echo` and `add`. */
@Module({ providers: [EchoTool, CalculatorTools] })
export class SamplesModule {}
