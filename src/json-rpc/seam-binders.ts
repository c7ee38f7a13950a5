import type { Type } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import { ConfigurationError } from '../protocol/index.js';

type NestModule = ModulesContainer extends Map<string, infer Module> ? Module : never;

/** A class that answers a question of ours, and is what the answer is injected by. */
export type Seam = abstract new (...args: never[]) => object;

const GIVES_WAY = 'rookery:gives-way';

/** A module that binds these seams unless the app does, in a global module that is imported before it. */
export function GivesWay(...seams: readonly Seam[]): ClassDecorator {
  return (module) => {
    Reflect.defineMetadata(GIVES_WAY, seams, module);
  };
}

/** The modules that bind a seam, in the order of their imports. */
export function bindersOf(seam: Seam, modules: ModulesContainer): NestModule[] {
  return [...modules.values()].filter(({ providers }) => providers.has(seam as Type));
}

/**
 * Nest injects the first of several binders, and says nothing of the others, nor of one that only its own module sees.
 * @throws ConfigurationError for a seam with a binder that would not be asked
 */
export function refuseIdleBinders(seams: readonly Seam[], modules: ModulesContainer): void {
  for (const seam of seams) {
    const binders = bindersOf(seam, modules);
    const own = binders.filter((module) => !givesWay(module, seam));
    const ours = binders.filter((module) => givesWay(module, seam));
    if (own.some((module) => !isSeen(module, seam, modules)))
      throw new ConfigurationError(
        `${withArticle(seam.name)} is found only in a global module that exports it: add @Global()`,
      );
    if (own.length > 1 || ours.length > 1)
      throw new ConfigurationError(
        `${describe(seam, own.length > 1 ? own : ours)}: leave one out, or have one ask the other`,
      );
    if (own[0] && ours[0] && binders[0] === ours[0])
      throw new ConfigurationError(
        `${describe(seam, binders)}: import ${own[0].name} before ${ours[0].name}, or under createRookery bind it in the module of tools itself`,
      );
  }
}

function describe(seam: Seam, binders: readonly NestModule[]): string {
  const names = binders.map(({ name }) => name).join(' and ');
  return `${seam.name} is bound by ${names}, but only one of them is asked`;
}

function givesWay({ metatype }: NestModule, seam: Seam): boolean {
  const seams = Reflect.getMetadata(GIVES_WAY, metatype) as readonly Seam[] | undefined;
  return seams?.includes(seam) ?? false;
}

/** Whether every module can inject what a module binds: it is global, or a global one exports it whole. */
function isSeen({ isGlobal, exports, metatype }: NestModule, seam: Seam, modules: ModulesContainer): boolean {
  const isExported = exports.has(seam as Type);
  return (
    isExported && (isGlobal || [...modules.values()].some((one) => one.isGlobal && one.exports.has(metatype)))
  );
}

function withArticle(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'An' : 'A'} ${name}`;
}
