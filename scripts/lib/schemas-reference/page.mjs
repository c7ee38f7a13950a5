export function page(tables) {
  return `# Schemas: from a class to JSON Schema

Generated from \`scripts/lib/schemas-reference\` by \`npm run docs:schemas\`, which compiles each row, describes it and calls it.
How to declare an input: [Tools](../guides/tools.md#input).

The rows of classes use these:

\`\`\`ts
${tables.declared}
\`\`\`

## Decorators of class-validator

Each stands alone on a property \`it\`. What JSON Schema has no keyword for is in the description, behind that of
\`@Describe()\`; calls are held to it all the same. A value of the wrong type gets one line, which says the type. \`format\` is a
note to the reader: the decorator gives the verdict. With \`{ each: true }\` a decorator is about the members of an array.

${tables.rules}
## Types of TypeScript

TypeScript writes down \`String\`, \`Number\`, \`Boolean\`, \`Date\`, \`Array\`, \`Map\`, or a class; of a union, an interface or a
\`Record\` only \`Object\`. The written type counts where decorators leave the type open. A class that is used more than once, or
contains itself, is written once and referred to. Properties that no class declares are refused.

${tables.types}
## Left out, or null

"Required" stands behind what a client has to send. [When null means something](../guides/tools.md#left-out-or-null). A default
that is another one for each instance is not shown.

${tables.presence}
## Descriptions

${tables.described}
What @nestjs/swagger was told is used where \`@Describe()\` says nothing, and so is what
[its CLI plugin](../guides/tools.md#with-nestjsswagger) wrote.

${tables.swagger}
## Decorators of class-transformer

Names are checked first, and what \`@Describe()\` has a schema for. Then transforms run, and the rules judge what they made.

${tables.transformed}
## Mapped types

Of \`@nestjs/mapped-types\`, or of @nestjs/swagger.

${tables.mapped}
## Standard Schema

The schema is the library's own, for draft 2020-12, in the form that model families take: a union or an intersection at the top
becomes one object, whose description says what belongs together, and \`propertyNames\` that say nothing are left out. The
verdict is the library's.

${tables.standard}
## JSON Schema

Clients see it as it stands. It is read as 2020-12, or as draft-07 where \`$schema\` says so. Of a union, the alternative that
has the type and the constants of the value is judged alone. If no alternative has them, or several do, one line says what each wants.
\`nullable\` of OpenAPI is read too, but models know \`anyOf\` with \`null\` better.

${tables.jsonSchemas}
## What stops the start

A class, or a schema, that cannot be described or contradicts itself.

${tables.refusedClasses}
${tables.refusedSchemas}
A line in the log is all that comes of what works, but hardly as it is meant:

${tables.remarkedClasses}`;
}
