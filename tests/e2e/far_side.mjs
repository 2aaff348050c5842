// The other side of a WHIP or WHEP session, in a page beside the one that is tested: it answers offers, gets what is sent
// and can send it back.
// @ts-check

/**
 * `window.answer(offer, sends)` makes an answer; what came is in `window.tracks`.
 * @param {import('playwright-core').BrowserContext} context @param {string} url of the test's server
 */
export async function openFarSide(context, url) {
    const far = await context.newPage();
    await far.goto(`${url}/far`);
    await far.evaluate(() => {
        const there = /** @type {any} */ (window);
        there.tracks = [];
        there.answer = async (/** @type {string} */ offer, /** @type {boolean} */ sends) => {
            const connection = there.connection = new RTCPeerConnection();
            connection.ontrack = ({ track }) => there.tracks.push(track);
            await connection.setRemoteDescription({ type: 'offer', sdp: offer });
            for (const transceiver of sends ? connection.getTransceivers() : []) {
                const track = there.tracks.find((/** @type {any} */ one) => one.kind === transceiver.receiver.track.kind);
                if (track) await transceiver.sender.replaceTrack(track);
                transceiver.direction = 'sendonly';
            }
            const answer = await connection.createAnswer();
            // As our server does: what is offered as stereo is wanted as stereo.
            answer.sdp = answer.sdp?.replace(/(a=fmtp:\d+ [^\r\n]*useinbandfec=1)(?![^\r\n]*stereo)/g, '$1;stereo=1');
            await connection.setLocalDescription(answer);
            while (connection.iceGatheringState !== 'complete') await new Promise((done) => setTimeout(done, 20));
            return connection.localDescription?.sdp;
        };
    });
    return far;
}
