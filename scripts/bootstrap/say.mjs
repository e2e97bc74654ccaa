/** A step that can't go on: what happened, and what to do about it. Exit code 3 is "the environment can't do it". */
export class SetupFailure extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/** Progress of the set-up. On standard error, so that `--json` output stays clean. */
export function say(text) {
  process.stderr.write(`espalier: ${text}\n`);
}

export function explain(failure) {
  if (!(failure instanceof SetupFailure)) {
    process.stderr.write(`espalier: the set-up itself failed\n${failure?.stack ?? failure}\n`);
    return 3;
  }
  process.stderr.write(`espalier: ${failure.message}\n          ${failure.hint}\n`);
  return 3;
}
