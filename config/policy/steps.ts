/** Steps: who is asked one after the other, and when a step is passed over. */
import type { Condition } from '../../domain/policy/condition';
import type { PolicyStep } from '../../domain/policy/policy';
import type { Fields, Reading } from '../reading';
import type { YamlNode } from '../yaml';
import { LIMIT_KEYS, readLimit } from './limits';
import { isNobody, readWho } from './people';
import { readWhen, type StepContext } from './when';

/** `approvers` with `quorum`, or `steps`, or nobody; `noun` is whose they are, with its article. */
export function readSteps(reading: Reading, fields: Fields, noun: string, context: StepContext): PolicyStep[] {
  if (fields.has('steps') && PLAIN_KEYS.some((key) => fields.has(key))) {
    reading.fault(fields.place('steps'), 'TIER_STEPS', "write 'approvers', 'quorum' and a time limit inside each step, or no 'steps'.");
  }
  if (fields.has('steps')) return listed(reading, fields, context);
  return isNobody(fields.get('approvers')) ? nobody(reading, fields) : [readAsked(reading, fields, noun, context)];
}

/** Keys of a policy or tier that is one step itself. */
export const PLAIN_KEYS = ['approvers', 'quorum', ...LIMIT_KEYS] as const;

/** Who is asked, and how long they have. */
function readAsked(reading: Reading, fields: Fields, noun: string, { colleagues }: StepContext): PolicyStep {
  const who = readWho(reading, fields, noun, colleagues);
  const limit = readLimit(reading, fields, colleagues, who.approvers);
  return { ...who, ...(limit && { limit }) };
}

function nobody(reading: Reading, fields: Fields): PolicyStep[] {
  for (const key of LIMIT_KEYS) if (fields.has(key)) reading.fault(fields.place(key), 'LIMIT_NOBODY', "with 'approvers: nobody' there is nobody to wait for; leave the time limit out.");
  if (fields.has('quorum')) reading.fault(fields.place('quorum'), 'QUORUM_IMPOSSIBLE', "with 'approvers: nobody' there is no quorum; leave it out.");
  return [];
}

/** Not every step may be passed over: a document that meets no condition would need nobody, and nobody wrote so. */
function listed(reading: Reading, fields: Fields, context: StepContext): PolicyStep[] {
  const steps = reading.filled(fields.get('steps'), 'steps').map((node) => readStep(reading, node, context));
  if (steps.length > 0 && steps.every(({ conditional }) => conditional)) {
    reading.fault(fields.place('steps'), 'STEPS_ALL_CONDITIONAL', "each step has a 'when', so some documents would need nobody; leave one without, or write a policy with 'approvers: nobody' above.");
  }
  return steps.map(({ step }) => step);
}

function readStep(reading: Reading, node: YamlNode, context: StepContext): { step: PolicyStep; conditional: boolean } {
  const fields = reading.fields(node, 'a step', { need: ['approvers'], may: ['quorum', 'name', 'when', ...LIMIT_KEYS] });
  const when: Condition | undefined = fields.has('when') ? readWhen(reading, fields.get('when'), context) : undefined;
  const step = {
    ...readAsked(reading, fields, 'a step', context),
    ...(fields.has('name') && { name: reading.text(fields.get('name'), 'name') }), ...(when && { when }),
  };
  return { step, conditional: fields.has('when') };
}
