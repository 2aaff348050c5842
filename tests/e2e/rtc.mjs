// Bare WHIP and WHEP in a page, without the app: other encoders, other players, measurements.
// The functions run in the page; its <video id="picture"> shows the camera or the class.
// @ts-check

/** An empty page of the server's origin, so that its policies hold. @param {import('playwright-core').Page} page @param {string} url */
export async function openBarePage(page, url) {
    await page.route('**/bare-page', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>bare</title><video id="picture" muted playsinline></video>' }));
    await page.goto(`${url}/bare-page`);
    await page.mouse.click(5, 5); // browsers play sound only for people who touched the page
}

/**
 * In the page: camera and microphone to a WHIP endpoint.
 * @param {{url: string, token: string, codec?: string}} options
 */
export async function publish({ url, token, codec }) {
    const media = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 360 }, audio: true });
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('picture'));
    video.muted = true;
    video.srcObject = media;
    await video.play();
    const peer = new RTCPeerConnection();
    for (const track of media.getTracks()) {
        const transceiver = peer.addTransceiver(track, { direction: 'sendonly', streams: [media] });
        if (track.kind === 'video' && codec) {
            const codecs = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
            const wanted = codecs.filter((c) => c.mimeType.toLowerCase() === `video/${codec.toLowerCase()}`);
            const repairs = codecs.filter((c) => c.mimeType === 'video/rtx');
            transceiver.setCodecPreferences([...wanted, ...repairs]);
        }
    }
    await peer.setLocalDescription();
    const answer = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
        body: peer.localDescription?.sdp,
    });
    if (answer.status !== 201) return { status: answer.status, text: await answer.text() };
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    /** @type {any} */ (window).__publisher = { peer, session: answer.headers.get('Location'), token };
    return { status: 201, location: answer.headers.get('Location') };
}

/** In the page: ends what publish() or watch() began; the answer's status. @param {'__publisher' | '__viewer'} which */
export async function hangUp(which) {
    const { peer, session, token } = /** @type {any} */ (window)[which];
    const answer = await fetch(session, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
    peer.close();
    return answer.status;
}

/**
 * In the page: a class from a WHEP endpoint into <video id="picture">. Resolves with the first frame,
 * or with the refusal.
 * @param {{url: string, token?: string, milliseconds?: number}} options
 */
export async function watch({ url, token, milliseconds = 10_000 }) {
    const peer = new RTCPeerConnection();
    peer.addTransceiver('video', { direction: 'recvonly' });
    peer.addTransceiver('audio', { direction: 'recvonly' });
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('picture'));
    video.muted = false;
    const media = new MediaStream();
    peer.ontrack = ({ track }) => {
        media.addTrack(track);
        video.srcObject = media;
        void video.play().catch(() => {});
    };
    await peer.setLocalDescription();
    /** @type {Record<string, string>} */
    const headers = { 'Content-Type': 'application/sdp' };
    if (token) headers.Authorization = `Bearer ${token}`;
    const frame = new Promise((done) => {
        video.requestVideoFrameCallback(() => done(true));
        setTimeout(() => done(false), milliseconds);
    });
    const begin = performance.now();
    const answer = await fetch(url, { method: 'POST', headers, body: peer.localDescription?.sdp });
    if (answer.status !== 201) {
        peer.close();
        return { status: answer.status, framesDecoded: 0, milliseconds: 0 };
    }
    await peer.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
    const seen = await frame;
    /** @type {any} */ (window).__viewer = { peer, session: answer.headers.get('Location'), token };
    return { status: 201, seen, milliseconds: performance.now() - begin };
}

/** In the page: what WebRTC counts of a connection. @param {'__publisher' | '__viewer'} which */
export async function statistics(which) {
    const report = await /** @type {any} */ (window)[which].peer.getStats();
    /** @type {Record<string, any>} */
    const found = {};
    for (const entry of report.values()) {
        if (entry.type === 'inbound-rtp' || entry.type === 'outbound-rtp' || entry.type === 'remote-inbound-rtp') {
            found[`${entry.type}-${entry.kind}`] = entry;
        }
        if (entry.type === 'transport') found.transport = entry;
    }
    return JSON.parse(JSON.stringify(found));
}
