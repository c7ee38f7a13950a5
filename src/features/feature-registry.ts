import { type Announcements, type CallTarget, type ListChange } from '../json-rpc/index.js';
import { ConfigurationError } from '../protocol/index.js';
import type { AccessRules } from './access-rules.js';

/** What a server offers to clients by name, and lists: a tool, for one. */
export interface Feature extends CallTarget {
  readonly name: string;
  /** Names from before, by which it still answers; no list has them. */
  readonly formerly?: readonly string[] | undefined;
}

/** Some of the features of a kind, or all of them. */
export interface FeatureView<Member extends Feature> {
  findByName(name: string): Member | undefined;
  /** By name. */
  list(): readonly Member[];
}

/** The words in which messages speak of a kind of features. */
export interface FeatureWords {
  readonly kind: Feature['kind'];
  readonly list: ListChange['list'];
  /** What gives one another name: `@Tool({ name: '…' })`. */
  readonly naming: string;
  /** The decorator of methods: `@Tool()`. */
  readonly decorator: string;
}

/**
 * The features of one kind, by name, each with its access rule. They may come, change and go while the server runs: clients
 * hear of a change, once for all that come together.
 */
export class FeatureRegistry<Member extends Feature> implements FeatureView<Member> {
  private readonly members = new Map<string, Member>();
  /** The same members, each by a name from before. */
  private readonly former = new Map<string, Member>();
  /** Where each comes from, for messages; by its names from before too. */
  private readonly labels = new Map<string, string>();
  /** Those that a decorated method has, and no code has put another one in place of. */
  private readonly declared = new Set<string>();
  private sorted: readonly Member[] | undefined;

  constructor(
    private readonly words: FeatureWords,
    private readonly rules: AccessRules,
    private readonly announcements: Announcements,
  ) {}

  /** Whether the server has had one: from then on clients may ask for the list, and hear of its changes. */
  get isServed(): boolean {
    return this.announcements.lists.has(this.words.list);
  }

  get size(): number {
    return this.members.size;
  }

  /** Adds that of a decorated method at boot, before any client. @throws ConfigurationError for a name that is taken */
  declare(member: Member, label: string): void {
    this.add(member, label);
    this.declared.add(member.name);
  }

  /** Adds one while the server runs. @throws ConfigurationError for a name that is taken */
  register(member: Member, label: string): void {
    this.add(member, label);
    this.announce();
  }

  /**
   * Puts one in the place of another of its name; calls that run go on with the old one.
   * @param force whether that may be one of a decorated method, whose guards and parameters the new one has not
   * @returns the old one
   * @throws ConfigurationError for the name of a decorated method, without `force`
   */
  replace(member: Member, label: string, force: boolean): Member | undefined {
    const { name } = member;
    if (this.declared.has(name) && !force)
      throw new ConfigurationError(
        `${this.labels.get(name)} is named "${name}" by its ${this.words.decorator}, and its guards would be lost: give the other one another name, or mean it: replace(…, { force: true })`,
      );
    this.refuseTaken(member, label, this.members.get(name));
    const before = this.take(name);
    this.register(member, label);
    return before;
  }

  /** Takes one away; calls that run go on. @returns the one of that name, if there was one */
  remove(name: string): Member | undefined {
    const member = this.take(name);
    if (member) this.announce();
    return member;
  }

  findByName(name: string): Member | undefined {
    return this.members.get(name) ?? this.former.get(name);
  }

  /** All of them, by name. The array is another one after each change. */
  list(): readonly Member[] {
    this.sorted ??= [...this.members.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
    return this.sorted;
  }

  /** What some caller, or some server of the app, shows of them. It follows the changes of the registry. */
  view(isShown: (member: Member) => boolean): FeatureView<Member> {
    return {
      findByName: (name) => {
        const member = this.findByName(name);
        return member && isShown(member) ? member : undefined;
      },
      list: () => this.list().filter(isShown),
    };
  }

  private add(member: Member, label: string): void {
    const { name } = member;
    this.refuseTaken(member, label);
    this.announcements.offer(this.words.list);
    for (const each of namesOf(member)) this.labels.set(each, label);
    for (const formerName of member.formerly ?? []) this.former.set(formerName, { ...member, formerName });
    this.members.set(name, member);
    this.rules.add(`${this.words.kind} ${name}`, member.access);
    this.sorted = undefined;
  }

  /** @param replaced whose names are free again */
  private refuseTaken(member: Member, label: string, replaced?: Member): void {
    const seen = new Set<string>();
    for (const name of namesOf(member)) {
      const owner = replaced && namesOf(replaced).includes(name) ? undefined : this.labels.get(name);
      const other = seen.has(name) ? label : owner;
      if (other !== undefined)
        throw new ConfigurationError(
          `${other} and ${label} are both named "${name}"${name === member.name ? '' : ', now or formerly'}. Give one another name: ${this.words.naming}`,
        );
      seen.add(name);
    }
  }

  private take(name: string): Member | undefined {
    const member = this.members.get(name);
    if (!member) return undefined;
    this.members.delete(name);
    for (const each of namesOf(member)) {
      this.labels.delete(each);
      this.former.delete(each);
    }
    this.declared.delete(name);
    this.rules.remove(`${this.words.kind} ${name}`);
    this.sorted = undefined;
    return member;
  }

  private announce(): void {
    this.announcements.publish({ kind: 'list-changed', list: this.words.list });
  }
}

function namesOf({ name, formerly = [] }: Feature): readonly string[] {
  return [name, ...formerly];
}
