// The states of a training run, as the API names them.

import { element } from './dom.js';

const states = {
  queued: { label: 'queued', meaning: 'is waiting for earlier runs to end' },
  training: { label: 'training', meaning: 'is being trained' },
  stopped: { label: 'stopped', meaning: 'was stopped and can be resumed' },
  done: { label: 'done', meaning: 'is complete' },
  failed: { label: 'failed', meaning: 'failed with an error' },
  elsewhere: { label: 'elsewhere', meaning: 'is being trained by another process, such as the command line' },
};

/** The order of the run list. */
export const stateOrder = ['training', 'elsewhere', 'queued', 'failed', 'stopped', 'done'];

/** Returns the meaning of a state, in words that follow "This run". */
export function stateMeaning(state) {
  return states[state]?.meaning ?? `is ${state}`;
}

export function stateBadge(state) {
  const isKnown = Object.hasOwn(states, state);
  return element(
    'span',
    { class: `badge badge-${isKnown ? state : 'other'}`, title: `This run ${stateMeaning(state)}` },
    isKnown ? states[state].label : String(state),
  );
}

/** Returns whether more events can be expected from a run in this state. */
export function isLive(state) {
  return state === 'queued' || state === 'training' || state === 'elsewhere';
}

/** Returns how much of a run is trained, from 0 to 1. */
export function trainedFraction(run, step) {
  if (run.state === 'done') return 1;
  if (!run.epochs) return 0;
  const isTraining = run.state === 'training' || run.state === 'elsewhere';
  const position = isTraining && step?.batches ? step.epoch - 1 + step.batch / step.batches : 0;
  return Math.min(1, Math.max(position, run.epoch ?? 0) / run.epochs);
}
