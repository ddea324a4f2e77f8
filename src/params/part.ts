/** The number of a part of a picture. */
export const match = (param: string): boolean => /^\d{1,2}$/.test(param);
