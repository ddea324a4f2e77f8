/** Looks of the line cell: certain, moving, away, locked, a person must act, or stopped by the office. */
export type LineKind = 'on' | 'sending' | 'off' | 'locked' | 'act' | 'stopped';
/** Looks of the tray cell. */
export type TrayKind = 'clear' | 'waiting' | 'reply';
