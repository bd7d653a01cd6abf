import classes from './file-name.module.css';

/** Characters at the end of a name that are always shown. */
const TAIL = 12;

/** A file name that is cut in the middle if there is no room: its end distinguishes files. */
export function FileName({ name }: { readonly name: string }) {
  const at = Math.max(0, name.length - TAIL);
  return (
    <span className={classes['name']} title={name}>
      <span className={classes['head']}>{name.slice(0, at)}</span>
      <span className={classes['tail']}>{name.slice(at)}</span>
    </span>
  );
}
