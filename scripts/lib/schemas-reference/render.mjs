import { inspect } from 'node:util';
import { BadRequestException } from '@nestjs/common';
import { z } from 'zod';
import { compileInputs, DECLARED } from './compiled-inputs.mjs';
import { DESCRIBED, DESCRIBED_BY_SWAGGER, MAPPED, PRESENCE, TRANSFORMED, TYPES } from './case-rows.mjs';
import { code, table } from './markdown.mjs';
import { page } from './page.mjs';
import { REFUSED_CLASSES, REFUSED_SCHEMAS, REMARKED_CLASSES } from './refusal-rows.mjs';
import { RULES } from './rule-rows.mjs';
import { JSON_SCHEMAS, STANDARD } from './schema-rows.mjs';

const LABEL = 'PlantTools.plant';

/** Writes the options where @nestjs/swagger keeps them. */
const ApiProperty = (options) => (prototype, name) =>
  Reflect.defineMetadata('swagger/apiModelProperties', options, prototype, name);

/**
 * docs/reference/schemas.md: each row is compiled, described and called.
 * @param schemas what `src/schemas` exports
 */
export async function renderSchemasReference(schemas) {
  return page({
    declared: DECLARED,
    rules: await new Tables(schemas).rules(),
    ...(await new Tables(schemas).cases()),
    ...new Tables(schemas).refusals(),
  });
}

class Tables {
  constructor({ DtoInput, createInput, Describe }) {
    this.toInput = (dto) => new DtoInput(dto, LABEL);
    this.createInput = (input) => createInput({ schema: input, parameter: undefined }, LABEL);
    this.compile = (bodies) => compileInputs(bodies, { Describe, ApiProperty, BadRequestException });
  }

  async rules() {
    const heads = ['In the class', 'JSON Schema', 'Its description', 'A wrong value', 'What a model reads'];
    const sections = Object.entries(RULES).map(async ([title, rows]) => {
      const bodies = rows.map(([decorator, type]) => `${decorator} it: ${type};`);
      const inputs = this.compile(bodies).map(this.toInput);
      const cells = rows.map(([, , wrong], index) => ruleCells(bodies[index], inputs[index], wrong));
      return `### ${title}\n\n${table(heads, await Promise.all(cells))}`;
    });
    return (await Promise.all(sections)).join('\n');
  }

  async cases() {
    const presence = PRESENCE.map((body) => [body, {}, { it: null }]);
    const swagger = DESCRIBED_BY_SWAGGER.map((body) => [body]);
    return {
      types: await this.classes(TYPES),
      presence: await this.classes(presence),
      described: await this.classes(DESCRIBED.map((body) => [body])),
      swagger: await this.classes(swagger),
      transformed: await this.classes(TRANSFORMED),
      mapped: await this.classes(MAPPED),
      standard: await this.schemas(STANDARD, 'Standard Schema'),
      jsonSchemas: await this.schemas(JSON_SCHEMAS, 'Input'),
    };
  }

  classes(rows) {
    const inputs = this.compile(rows.map(([body]) => body)).map(this.toInput);
    return called('In the class', rows, inputs, ofClass);
  }

  schemas(rows, head) {
    const inputs = rows.map(([text]) => this.createInput(evaluate(text)));
    return called(head, rows, inputs, ofSchema);
  }

  refusals() {
    const classes = this.compile(REFUSED_CLASSES);
    const remarked = this.compile(REMARKED_CLASSES).map(this.toInput);
    return {
      refusedClasses: table(
        ['In the class', 'The sentence'],
        REFUSED_CLASSES.map((body, index) => [code(body), refusalOf(() => this.toInput(classes[index]))]),
      ),
      remarkedClasses: table(
        ['In the class', 'The line'],
        REMARKED_CLASSES.map((body, index) => [code(body), code(remarked[index].remarks.join(' '))]),
      ),
      refusedSchemas: table(
        ['Input', 'The sentence'],
        REFUSED_SCHEMAS.map((text) => [code(text), refusalOf(() => this.createInput(evaluate(text)))]),
      ),
    };
  }
}

/** @param wrong a value that is refused; nothing where all are taken */
async function ruleCells(body, input, wrong) {
  const { description, ...schema } = input.schema.properties.it;
  const cells = [code(body), code(JSON.stringify(schema)), description ? code(description) : ''];
  if (wrong === undefined) return [...cells, '', ''];
  const { issues } = await input.parse({ it: wrong });
  if (!issues) throw new Error(`${body} takes ${wrong}`);
  return [...cells, code(JSON.stringify(wrong)), linesOf(issues)];
}

/** The schema of the property `it`, or, if there are others, of all. */
function ofClass({ schema }) {
  const { properties, required = [] } = schema;
  if (Object.keys(properties).join() !== 'it') return ofSchema({ schema });
  return code(JSON.stringify(properties.it)) + (required.length > 0 ? ', required' : '');
}

function ofSchema({ schema }) {
  return code(JSON.stringify(schema));
}

/** @param toShown what is shown of an input */
async function called(head, rows, inputs, toShown) {
  const hasCalls = rows.some((row) => row.length > 1);
  const cells = rows.map(async ([text, ...calls], index) => {
    const outcomes = await Promise.all(calls.map((args) => outcomeOf(inputs[index], args)));
    const both = calls.map((args, at) => `${code(JSON.stringify(args))} ${outcomes[at]}`);
    return [code(text), toShown(inputs[index]), ...(hasCalls ? [both.join('<br>')] : [])];
  });
  return table([head, 'JSON Schema', ...(hasCalls ? ['Calls'] : [])], await Promise.all(cells));
}

/** What a method gets, or a model reads. */
async function outcomeOf(input, args) {
  const { issues, value } = await input.parse(args);
  if (issues) return `is told ${linesOf(issues)}`;
  return `gives ${code(inspect(value, { depth: 5, breakLength: Infinity, compact: 9 }))}`;
}

function linesOf(issues) {
  return issues
    .map(({ path, message, code: rule }) => code(`${path || '(arguments)'}: ${message} [${rule}]`))
    .join(' ');
}

function refusalOf(make) {
  try {
    make();
  } catch (error) {
    if (error.name === 'ConfigurationError') return code(error.message);
    throw error;
  }
  throw new Error(`${make} is not refused`);
}

function evaluate(text) {
  return new Function('z', `return ${text};`)(z);
}
