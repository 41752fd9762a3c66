/** Answering: how a document's workflow opens its document and answers people's acts and the mail provider's words on it. */
import type { UpdateDefinition } from '@temporalio/common';
import { allHandlersFinished, ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import { mailEventSignal, type Acting, type MailEvent } from './contracts/invoice';
import { refusalOf } from './refusal';

/** How the document stands, for the workflow and for the person. */
type Standing<View, Answer> = { view: View; answer: Answer };

/**
 * A kind of document: its Updates, of which `open` is one, and its activities. `stands` takes each view as it comes; whose it is
 * tells an act of a person from a step of the office.
 */
type Answering<Verb extends string, View, Answer> = {
  updates: Readonly<Record<Verb | 'open', unknown>>;
  open(): Promise<Standing<View, Answer>>;
  show(): Promise<Standing<View, Answer>>;
  act(verb: Verb, args: Acting): Promise<Standing<View, Answer>>;
  noteMail(event: MailEvent): Promise<View>;
  stands(view: View, whose: 'act' | 'step'): void;
};

/**
 * Opens the document and answers from then on; must be called before the workflow's first await. Answers what the opening was refused
 * for, once everybody who waited for it has been told: nothing was stored then, and the workflow is over.
 */
export async function answerActs<Verb extends string, View, Answer>({ updates, open, show, act, noteMail, stands }: Answering<Verb, View, Answer>): Promise<ApplicationFailure | undefined> {
  let opened: Answer | undefined;
  let refused: ApplicationFailure | undefined;
  const opening = (): Promise<void> => condition(() => opened !== undefined || refused !== undefined);
  const shown = async (standing: Promise<Standing<View, Answer>>): Promise<Answer> => {
    const { view, answer } = await standing;
    stands(view, 'act');
    return answer;
  };

  const answer = (verb: Verb | 'open') => async (args: Acting): Promise<Answer> => {
    const early = opened === undefined;
    await opening(); // An eager click waits until the document is open.
    if (refused) throw refused;
    if (verb === 'open') return early && opened !== undefined ? opened : shown(show());
    try {
      return await shown(act(verb as Verb, args));
    } catch (error) {
      await shown(show()); // What it was refused for may be an act whose answer was lost, and which this workflow never saw.
      throw error;
    }
  };
  for (const verb of Object.keys(updates) as (Verb | 'open')[]) {
    setHandler(updates[verb] as UpdateDefinition<Answer, [Acting]>, answer(verb), { validator: refuseNameless });
  }
  setHandler(mailEventSignal, async (event) => {
    await opening();
    if (!refused) await noteMail(event).then((view) => stands(view, 'step'), refusalOf); // A word about no mail of ours is nothing.
  });

  try {
    opened = await shown(open());
  } catch (error) {
    refused = refusalOf(error);
    await condition(allHandlersFinished);
  }
  return refused;
}

/** The only thing judged up front: that somebody acts, under a key. All else is judged on the stored document. */
function refuseNameless(args: Acting | undefined): void {
  if (typeof args?.by?.email === 'string' && typeof args.key === 'string' && args.key !== '') return;
  throw ApplicationFailure.create({ type: 'ActNameless', message: 'An act needs its actor and its key.', nonRetryable: true });
}
