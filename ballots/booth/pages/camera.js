/** A voting code read from its QR picture with the browser's own reader. Nothing leaves the device. */

const LOOK_EVERY = 250; // milliseconds

/** Does this browser have a camera and read QR codes by itself? */
export async function canScan() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return false;
  return (await window.BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

/**
 * Look through the camera until a QR code is seen; answers the text, or null when `signal` stopped it or `video` has
 * left the page: the camera never looks on behind another page.
 * @param {HTMLVideoElement} video
 * @param {AbortSignal} signal
 * @returns {Promise<string | null>}
 */
export async function scan(video, signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  try {
    video.srcObject = stream;
    await video.play();
    return await firstSeen(new window.BarcodeDetector({ formats: ["qr_code"] }), video, signal);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}

async function firstSeen(reader, video, signal) {
  while (!signal.aborted && video.isConnected) {
    const [found] = await reader.detect(video);
    if (found && video.isConnected) return found.rawValue;
    await new Promise((resume) => setTimeout(resume, LOOK_EVERY));
  }
  return null;
}
