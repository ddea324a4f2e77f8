import { fittingBitmap } from '#lib/ocr/bitmap.ts';

/** Why a camera did not start. */
export type CameraEnd = 'denied' | 'missing';

export interface OpenCamera {
	readonly hasTorch: boolean;
	readonly setTorch: (on: boolean) => Promise<void>;
	/** The picture of this moment, as large as the camera gives it. */
	readonly shoot: () => Promise<ImageBitmap>;
	/** A smaller one, to see whether the sheet is all there. */
	readonly glance: () => Promise<ImageBitmap>;
	readonly stop: () => void;
}

const GLANCE_WIDTH = 1280;

type TorchTrack = MediaTrackCapabilities & { torch?: boolean };

interface StillCamera {
	takePhoto: () => Promise<Blob>;
}
type StillCameraClass = new (track: MediaStreamTrack) => StillCamera;

/** A photo where the browser takes one, several times larger than a frame; a frame elsewhere. */
async function still(
	track: MediaStreamTrack | undefined,
	video: HTMLVideoElement
): Promise<ImageBitmap> {
	const { ImageCapture } = globalThis as { ImageCapture?: StillCameraClass };
	if (ImageCapture && track) {
		try {
			const photo = await createImageBitmap(await new ImageCapture(track).takePhoto());
			return await fittingBitmap(photo);
		} catch {
			// Some cameras promise photos and give none.
		}
	}
	return fittingBitmap(await createImageBitmap(video));
}

/** Opens the camera at the back of the device into `video`; says why when it cannot. */
export async function openCamera(video: HTMLVideoElement): Promise<OpenCamera | CameraEnd> {
	if (!navigator.mediaDevices) return 'missing';
	let stream: MediaStream;
	try {
		stream = await navigator.mediaDevices.getUserMedia({
			video: {
				facingMode: 'environment',
				width: { ideal: 3840 },
				height: { ideal: 2160 },
				// The camera's own frame: a browser that cuts it to the wish would cut the sheet.
				resizeMode: { ideal: 'none' }
			} as MediaTrackConstraints
		});
	} catch (error) {
		return (error as DOMException).name === 'NotFoundError' ? 'missing' : 'denied';
	}
	const [track] = stream.getVideoTracks();
	const stop = (): void => {
		for (const one of stream.getTracks()) one.stop();
		video.srcObject = null;
	};
	video.srcObject = stream;
	try {
		await video.play();
	} catch {
		stop();
		return 'denied';
	}
	const capabilities = (track?.getCapabilities?.() ?? {}) as TorchTrack;
	return {
		hasTorch: capabilities.torch === true,
		setTorch: async (on) => {
			const advanced = [{ torch: on }] as unknown as MediaTrackConstraintSet[];
			await track?.applyConstraints({ advanced });
		},
		shoot: () => still(track, video),
		glance: () =>
			createImageBitmap(video, {
				resizeWidth: Math.min(GLANCE_WIDTH, video.videoWidth),
				resizeQuality: 'low'
			}),
		stop
	};
}
