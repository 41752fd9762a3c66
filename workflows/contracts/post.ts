/** Letters as outsiders ask for them: how many sheets they are, and all of them as one PDF. */
import type { Acting } from './invoice';

/** Counts the pages of printed documents (by id), in their order. */
export const PLAN_POST = 'planPost';
export type PlanPost = Acting & { documents: string[] };
export type PlannedPost = { pages: number[] };
export const planPostWorkflowId = (key: string): string => `post/${key}/plan`;

/** Brings them as one PDF, in this order, to one person (`userId` is Slack's), in private; `key` is the click. */
export const SHARE_POST = 'sharePost';
export type SharePost = PlanPost & { userId: string; date: string };
export const sharePostWorkflowId = (key: string): string => `post/${key}`;
