// Read in the browser only: the letters of the demonstration are nothing to render at the centre.
export const ssr = false;
