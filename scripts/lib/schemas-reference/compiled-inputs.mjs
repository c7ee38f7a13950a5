// Input classes from the text that the page shows of them, compiled as a build does: with the types that TypeScript writes down.
import 'reflect-metadata';
import * as mappedTypes from '@nestjs/mapped-types';
import * as transformers from 'class-transformer';
import * as validators from 'class-validator';
import ts from 'typescript';

/** What rows refer to. */
export const DECLARED = `enum Level { Low, High }
enum Light { Sun = 'sun', Shade = 'shade' }

class Money {
  @IsInt() cents!: number;
}

class Offer {
  @IsString() title!: string;
  @ValidateNested() price!: Money;
}

class Cat {
  @IsString() name!: string;
}

class Dog {
  @IsInt() age!: number;
}

@ValidatorConstraint({ name: 'even' })
class Even implements ValidatorConstraintInterface {
  validate(value: number) { return value % 2 === 0; }
  defaultMessage() { return '$property must be even'; }
}`;

const COMPILER_OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  useDefineForClassFields: true,
  strict: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
};

/**
 * @param bodies what stands in each class; one that declares a class `Input` itself is taken as it is
 * @param own further names that they may use
 * @returns a class for each
 */
export function compileInputs(bodies, own) {
  const scope = { ...validators, ...transformers, ...mappedTypes, ...own };
  const classes = bodies.map((body) => (body.startsWith('class Input') ? body : `class Input { ${body} }`));
  const makers = classes.map((text) => `() => { ${text}\nreturn Input; }`);
  const source = `${DECLARED}\nconst makers = [${makers.join(',\n')}];`;
  const { outputText } = ts.transpileModule(source, { compilerOptions: COMPILER_OPTIONS });
  // A namespace of CommonJS has `default` too, and in newer Nodes `module.exports`.
  const names = Object.keys(scope).filter((name) => /^\w+$/.test(name) && name !== 'default');
  const makeAll = new Function(...names, `${outputText}\nreturn makers.map((make) => make());`);
  return makeAll(...names.map((name) => scope[name]));
}
