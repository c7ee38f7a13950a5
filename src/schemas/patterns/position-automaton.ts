import type { AST } from '@eslint-community/regexpp';

/** The positions up to which repetitions with an end are written out; longer ones count as endless. */
const MAX_WRITTEN_OUT = 200;

/** Far more than a pattern of a tool's input has. */
const MAX_POSITIONS = 5_000;
const MAX_STEPS = 200_000;

/** How many times a part that loops itself is written out. */
const FEW = 3;

/** Counted loops that one round of a written-out loop goes through: more together count as endless. */
const FEW_COUNTED = 2 * FEW;

/** A part of a pattern: where a match may begin and end in it, and whether it may match nothing. */
interface Fragment {
  readonly first: readonly number[];
  readonly last: readonly number[];
  readonly isNullable: boolean;
}

const NOTHING: Fragment = { first: [], last: [], isNullable: true };

type Alternatives = readonly AST.Alternative[];
type OneCharacter = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass;

/**
 * A pattern as Glushkov's automaton: a state for each place that takes a character, and a step wherever one may follow
 * another. A step that the pattern allows in two ways is there twice.
 * @see https://en.wikipedia.org/wiki/Glushkov%27s_construction_algorithm
 */
export class PositionAutomaton {
  /** What each position takes, as the pattern writes it. */
  readonly characters: string[] = [];
  readonly next: number[][] = [];
  /** It refers back to a group, which no automaton can. */
  hasBackreference = false;
  /** It has more positions or steps than are looked at; some of them are missing. */
  isTooLong = false;
  /** It repeats what may be nothing, so that some text is shared out among the rounds in very many ways. */
  repeatsNothing = false;
  private loops = 0;
  /** Loops with an end that take as much as they like, each time that they are written out. */
  private countedLoops = 0;
  private steps = 0;

  constructor(pattern: AST.Pattern) {
    this.anyOf(pattern.alternatives);
  }

  private anyOf(alternatives: Alternatives): Fragment {
    const fragments = alternatives.map(({ elements }) =>
      elements.reduce<Fragment>((left, element) => this.sequence(left, this.read(element)), NOTHING),
    );
    return {
      first: fragments.flatMap(({ first }) => first),
      last: fragments.flatMap(({ last }) => last),
      isNullable: fragments.some(({ isNullable }) => isNullable),
    };
  }

  private read(element: AST.Element): Fragment {
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- whatever is left takes one character
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return this.anyOf(element.alternatives);
      case 'Quantifier':
        return this.repeat(element);
      case 'Assertion':
        // What a look around matches is matched apart, and takes nothing.
        if ('alternatives' in element) this.anyOf(element.alternatives);
        return NOTHING;
      case 'Backreference':
        this.hasBackreference = true;
        return NOTHING;
    }
    return this.take(element);
  }

  private take({ raw }: OneCharacter): Fragment {
    if (this.characters.length >= MAX_POSITIONS) {
      this.isTooLong = true;
      return NOTHING;
    }
    const position = this.characters.push(raw) - 1;
    this.next.push([]);
    return { first: [position], last: [position], isNullable: false };
  }

  private repeat({ element, min, max }: AST.Quantifier): Fragment {
    const [sizeBefore, loopsBefore, countedBefore] = [this.characters.length, this.loops, this.countedLoops];
    const once = this.read(element);
    const size = this.characters.length - sizeBefore;
    if (size === 0 || max === 0) return NOTHING;
    // Rounds beyond `min` that take nothing are not tried (ECMA-262, RepeatMatcher).
    if (once.isNullable && min > FEW) this.repeatsNothing = true;
    const counted = this.countedLoops - countedBefore;
    const isLoopOfLoops = max > FEW && (this.loops > loopsBefore || counted > 0);
    if (max > 1 && max > min) this.countedLoops++;
    if (max * size > MAX_WRITTEN_OUT || isLoopOfLoops || (max > 1 && max * counted > FEW_COUNTED)) {
      this.loops++;
      this.connect(once, once);
      return optional(once, min === 0);
    }
    // From the end: another round is possible only behind the one before.
    let rest = optional(once, max > min);
    for (let count = max - 1; count > 0; count--)
      rest = optional(this.sequence(this.read(element), rest), count > min);
    return optional(rest, min === 0);
  }

  private sequence(left: Fragment, right: Fragment): Fragment {
    this.connect(left, right);
    return {
      first: left.isNullable ? [...left.first, ...right.first] : left.first,
      last: right.isNullable ? [...left.last, ...right.last] : right.last,
      isNullable: left.isNullable && right.isNullable,
    };
  }

  private connect(left: Fragment, right: Fragment): void {
    this.steps += left.last.length * right.first.length;
    if (this.steps > MAX_STEPS) this.isTooLong = true;
    else for (const position of left.last) this.next[position]!.push(...right.first);
  }
}

function optional(fragment: Fragment, isOptional: boolean): Fragment {
  return isOptional ? { ...fragment, isNullable: true } : fragment;
}
