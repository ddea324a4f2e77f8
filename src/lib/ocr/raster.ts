/** A greyscale picture, row by row, 0 black … 255 white. */
export interface Raster {
	width: number;
	height: number;
	gray: Uint8Array;
}

/** A straightened piece of the sheet; `scale` is pixels per millimetre. */
export interface Patch extends Raster {
	scale: number;
}
