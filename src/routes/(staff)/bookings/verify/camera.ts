/** The platform's own reader of bar codes; absent in many browsers. */
interface Detector {
	detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

const EVERY_MS = 250;

const detectorClass = (): DetectorClass | undefined =>
	(globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

/** Whether this browser can read a QR code from its camera. */
export const canUseCamera = (): boolean =>
	detectorClass() !== undefined && navigator.mediaDevices !== undefined;

/** Shows the camera in `video` and calls back with what it reads; gives back how to stop. */
export async function readWithCamera(
	video: HTMLVideoElement,
	found: (text: string) => void
): Promise<() => void> {
	const stream = await navigator.mediaDevices.getUserMedia({
		video: { facingMode: 'environment' }
	});
	const Class = detectorClass()!;
	const detector = new Class({ formats: ['qr_code'] });
	let timer: ReturnType<typeof setTimeout> | undefined;
	let over = false;
	const stop = (): void => {
		over = true;
		clearTimeout(timer);
		for (const track of stream.getTracks()) track.stop();
		video.srcObject = null;
	};
	const look = async (): Promise<void> => {
		const codes = await detector.detect(video).catch(() => []);
		if (over) return;
		if (codes[0]) found(codes[0].rawValue);
		else timer = setTimeout(() => void look(), EVERY_MS);
	};
	try {
		video.srcObject = stream;
		await video.play();
	} catch (error) {
		stop();
		throw error;
	}
	void look();
	return stop;
}
