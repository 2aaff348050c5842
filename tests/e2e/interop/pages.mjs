// Functions that run in a page of any browser, and a blank page to run them in.
// @ts-check

/** A blank page of the server's origin with <video id="picture">. @param {{goto: (url: string) => Promise<unknown>, evaluate: (run: any, argument?: any) => Promise<any>}} page @param {string} url */
export async function openBlankPage(page, url) {
    await page.goto(`${url}/robots.txt`);
    await page.evaluate(() => {
        document.body.innerHTML = '<video id="picture" muted playsinline></video>';
    });
}

/**
 * In the page: looks at <video id="picture"> until so many frames were shown, or the time is over. `different`
 * counts pictures that are unlike all before them.
 * @param {{frames: number, milliseconds: number}} wanted
 */
export function look({ frames, milliseconds }) {
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('picture'));
    const canvas = document.createElement('canvas');
    canvas.width = 32;
    canvas.height = 18;
    const paint = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    const seen = new Set();
    let shown = 0;
    return new Promise((done) => {
        const finish = () => done({ shown, different: seen.size, width: video.videoWidth, height: video.videoHeight });
        setTimeout(finish, milliseconds);
        const next = () => {
            paint.drawImage(video, 0, 0, canvas.width, canvas.height);
            seen.add(paint.getImageData(0, 0, canvas.width, canvas.height).data.map((value) => value >> 3).join());
            shown += 1;
            if (shown >= frames && seen.size > frames / 4) finish();
            else video.requestVideoFrameCallback(next);
        };
        video.requestVideoFrameCallback(next);
    });
}

/** In the page: signs in; its status. @param {{email: string, password: string}} who */
export async function signIn({ email, password }) {
    const answer = await fetch('/api/auth/login', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email, password }),
    });
    return answer.status;
}

/**
 * In the page: a file in <video id="picture">, until it has played so many seconds and shown so many frames, or is over;
 * what it came to. An encoder on a busy machine sends few pictures in a class's first seconds.
 * @param {{url: string, seconds: number, frames?: number}} what
 */
export async function playFile({ url, seconds, frames = 0 }) {
    const old = document.getElementById('picture');
    const video = document.createElement('video');
    video.id = 'picture';
    video.playsInline = true;
    video.volume = 0.1;
    old?.replaceWith(video);
    video.src = url;
    await video.play().catch(() => {}); // a refusal shows in video.error
    const deadline = Date.now() + 20_000;
    const enough = () => video.currentTime >= seconds && video.getVideoPlaybackQuality().totalVideoFrames >= frames;
    while (!video.error && !enough() && !video.ended && Date.now() < deadline) {
        await new Promise((done) => setTimeout(done, 100));
    }
    const heard = /** @type {any} */ (video);
    return {
        error: video.error ? `${video.error.code}: ${video.error.message}` : '',
        time: video.currentTime,
        duration: video.duration,
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
        sound: heard.mozHasAudio ?? heard.webkitAudioDecodedByteCount > 0,
    };
}
