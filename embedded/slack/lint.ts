/** The Block Kit lint: every message, modal and Home is held against Slack's documented limits before it is shown. */
import { type Dict, dict, dicts, isDict, str } from './json';
import { home, messageBlocks, modal } from './lint-blocks';
import { type Violation, lengthOf, string } from './lint-shapes';

/** Slack refuses larger views: https://docs.slack.dev/reference/methods/views.open, `view_too_large`. */
export const VIEW_MAX_BYTES = 250_000;
/** https://docs.slack.dev/reference/methods/chat.postMessage: longer texts are cut off there; here they are refused. */
export const TEXT_MAX = 40_000;
/** https://docs.slack.dev/reference/methods/chat.update: "text … is limited to 4,000 characters". */
export const UPDATE_TEXT_MAX = 4_000;

/** The interactive elements of some blocks, with the block that holds each and its pointer below `/blocks`. */
export function elementsOf(blocks: readonly Dict[]): { block: Dict; element: Dict; pointer: string }[] {
  return blocks.flatMap((block, at) => {
    const single = ['accessory', 'element'].filter((name) => isDict(block[name])).map((name) => ({ block, element: dict(block[name]), pointer: `/${at}/${name}` }));
    const several = block.type === 'actions' ? dicts(block.elements).map((element, index) => ({ block, element, pointer: `/${at}/elements/${index}` })) : [];
    return [...single, ...several].filter(({ element }) => element.type !== 'image');
  });
}

/** Ids that must differ: block ids on a surface, action ids within a block. One element at most takes the focus. */
function identities(blocks: readonly Dict[], root: string): Violation[] {
  const found: Violation[] = [];
  const blockIds = new Set<string>();
  const actionIds = new Set<string>();
  const once = (seen: Set<string>, id: string, violation: Violation) => void (seen.has(id) ? found.push(violation) : seen.add(id));
  blocks.forEach((block, at) => {
    const id = str(block.block_id);
    if (id) once(blockIds, id, { pointer: `${root}/${at}/block_id`, message: `block_id \`${id}\` already exists` });
  });
  for (const { block, element, pointer } of elementsOf(blocks)) {
    const id = str(element.action_id);
    if (id) once(actionIds, `${blocks.indexOf(block)}\n${id}`, { pointer: `${root}${pointer}/action_id`, message: `action_id \`${id}\` already exists for block_id` });
  }
  const focused = elementsOf(blocks).filter(({ element }) => element.focus_on_load === true);
  for (const { pointer } of focused.slice(1)) found.push({ pointer: `${root}${pointer}`, message: 'only one element can have focus_on_load set to true' });
  return found;
}

/** What is wrong with a message's blocks. Input for files lives in modals only; a message has one table at most. */
export function lintMessage(blocks: unknown): Violation[] {
  const found: Violation[] = [];
  messageBlocks(blocks, '/blocks', found);
  const list = dicts(blocks);
  for (const { element, pointer } of elementsOf(list)) {
    if (element.type === 'file_input') found.push({ pointer: `/blocks${pointer}`, message: 'file_input is only available in modals' });
  }
  if (list.filter((block) => block.type === 'table').length > 1) found.push({ pointer: '/blocks', message: 'only_one_table_allowed' });
  return [...found, ...identities(list, '/blocks')];
}

/** What is wrong with a view; `kind` is where it is about to be shown. */
export function lintView(view: unknown, kind: 'modal' | 'home'): Violation[] {
  if (!isDict(view)) return [{ pointer: '/view', message: 'must provide an object' }];
  if (view.type !== kind) return [{ pointer: '/view/type', message: `must be ${kind}` }];
  const found: Violation[] = [];
  (kind === 'modal' ? modal : home)(view, '/view', found);
  for (const { block, element, pointer } of elementsOf(dicts(view.blocks))) {
    const misplaced = element.type === 'file_input' && kind === 'home';
    if (misplaced) found.push({ pointer: `/view/blocks${pointer}`, message: 'file_input is only available in modals' });
    if (element.type === 'file_input' && block.dispatch_action === true) found.push({ pointer: `/view/blocks${pointer}`, message: 'file_input cannot dispatch actions' });
  }
  return [...found, ...identities(dicts(view.blocks), '/view/blocks')];
}

/** Options an app offers to an external select: up to 100, of the same shape as a static select's. */
export function lintOptions(answer: Dict): Violation[] {
  const element = { type: 'static_select', action_id: 'x', ...(answer.option_groups ? { option_groups: answer.option_groups } : { options: answer.options }) };
  const empty = Array.isArray(answer.options) && answer.options.length === 0;
  return empty ? [] : lintMessage([{ type: 'actions', elements: [element] }]);
}

/** The errors of a refused submission: every key names an input block of the view, every sentence says something. */
export function lintErrors(errors: unknown, blocks: readonly Dict[]): Violation[] {
  const found: Violation[] = [];
  const inputs = new Set(blocks.filter((block) => block.type === 'input').map((block) => str(block.block_id)));
  if (!isDict(errors) || Object.keys(errors).length === 0) return [{ pointer: '/errors', message: 'must name at least one block' }];
  for (const [blockId, sentence] of Object.entries(errors)) {
    if (!inputs.has(blockId)) found.push({ pointer: `/errors/${blockId}`, message: 'is no input block of this view' });
    string(TEXT_MAX, 1)(sentence, `/errors/${blockId}`, found);
  }
  return found;
}

/** The sentence a phone and a screen reader speak must be there beside blocks. */
export function lintFallback(text: string, blocks: unknown): Violation[] {
  return Array.isArray(blocks) && blocks.length > 0 && lengthOf(text.trim()) === 0 ? [{ pointer: '/text', message: 'missing_text_in_message: blocks need a full sentence beside them' }] : [];
}

/** Slack's own writing of a violation. */
export const sentenceOf = ({ message, pointer }: Violation): string => `${message} [json-pointer:${pointer}]`;
