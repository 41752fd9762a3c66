/** Issue a credit note: print it and mail it. Its number and its amounts were fixed when its invoice was credited. */
import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { CreditNoteView } from '../activities/credit-note';
import { creditNoteUpdates, type CreditNoteAnswer, type CreditNoteVerb, type IssueCreditNote } from './contracts/credit-note';
import { answerActs } from './answering';
import { office, printing, quick } from './patience';
import { keepProjected } from './projection';

const now = (): string => new Date().toISOString();

export async function issueCreditNote({ creditNoteId }: IssueCreditNote): Promise<{ creditNoteId: string; state: string }> {
  let note: CreditNoteView | undefined;
  let turns = 0;
  const projection = keepProjected({ kind: 'credit-note', id: creditNoteId }, () => note?.outgoing === true);
  const stands = (view: CreditNoteView): void => {
    if (note && view.revision <= note.revision) return;
    note = view;
    turns += 1;
    projection.afterwards();
  };

  const refused = await answerActs<CreditNoteVerb, CreditNoteView, CreditNoteAnswer>({
    updates: creditNoteUpdates,
    open: () => quick.showCreditNote({ creditNoteId, at: now() }),
    show: () => quick.showCreditNote({ creditNoteId, at: now() }),
    act: (verb, args) => quick.actOnCreditNote({ creditNoteId, verb: verb as Exclude<CreditNoteVerb, 'open'>, args: args as never, at: now() }),
    noteMail: (event) => office.noteCreditNoteMail({ creditNoteId, event, at: now() }),
    stands,
  });
  if (refused) return { creditNoteId, state: 'refused' };

  for (;;) {
    const seen = turns;
    const view = note as unknown as CreditNoteView;
    const isOver = (): boolean => allHandlersFinished() && projection.isIdle();
    if (view.outgoing && !view.printed) stands(await printing.printCreditNote({ creditNoteId, at: now() }));
    else if (view.outgoing) stands(await office.mailCreditNote({ creditNoteId, at: now() }));
    else if (isOver()) return { creditNoteId, state: view.state };
    else await condition(() => turns !== seen || isOver());
  }
}
