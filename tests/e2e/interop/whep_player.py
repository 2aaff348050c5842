"""A WHEP player made of GStreamer's webrtcbin, as other people build theirs.

whep_player.py URL TOKEN: plays without showing and prints a JSON line every half second:
{"state", "frames", "different", "width", "height", "sound_db" of the loudest moment}. SIGINT hangs up; its last line is {"deleted": status}.
"""

import json
import signal
import sys
import urllib.error
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

# Debian's GStreamer has no AV1 over RTP.
VIDEO = [("VP8", 96, ""), ("VP9", 98, ""), ("H264", 102, ",packetization-mode=(string)1,profile-level-id=(string)42e01f")]
AUDIO = "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,encoding-params=(string)2"
QUIET_DB = -120.0


class Player:
    def __init__(self, url, token):
        self.url = url
        self.token = token
        self.session = None
        self.frames = 0
        self.pictures = set()
        self.size = (0, 0)
        self.sound_db = QUIET_DB
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.Pipeline.new("player")
        self.peer = Gst.ElementFactory.make("webrtcbin", "peer")
        self.peer.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.pipeline.add(self.peer)
        self.peer.connect("on-negotiation-needed", self.on_negotiation_needed)
        self.peer.connect("pad-added", self.on_track)
        self.peer.connect("notify::ice-gathering-state", self.on_gathering)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::element", self.on_message)
        bus.connect("message::error", self.on_error)
        video = ";".join(
            f"application/x-rtp,media=video,encoding-name={name},payload={number},clock-rate=90000"
            f",rtcp-fb-nack-pli=(boolean)true,rtcp-fb-nack=(boolean)true{more}"
            for name, number, more in VIDEO
        )
        receive = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
        for caps in (video, AUDIO):
            self.peer.emit("add-transceiver", receive, Gst.Caps.from_string(caps))

    def request(self, url, method, body=None, kind=None):
        headers = {"Authorization": f"Bearer {self.token}"}
        if kind:
            headers["Content-Type"] = kind
        return urllib.request.urlopen(
            urllib.request.Request(url, data=body, method=method, headers=headers), timeout=8
        )

    def on_negotiation_needed(self, peer):
        peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.on_offer, None))

    def on_offer(self, promise, _):
        reply = promise.get_reply()  # owns the offer
        offer = reply.get_value("offer")
        self.peer.emit("set-local-description", offer, Gst.Promise.new())

    # No trickle: the offer leaves when every candidate is known.
    def on_gathering(self, peer, _):
        if peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            GLib.idle_add(self.send_offer)

    def send_offer(self):
        if self.session:
            return False
        offer = self.peer.get_property("local-description").sdp.as_text()
        try:
            answer = self.request(self.url, "POST", offer.encode(), "application/sdp")
        except urllib.error.HTTPError as refusal:
            self.fail(f"refused with {refusal.code}: {refusal.read().decode()}")
            return False
        self.session = urllib.parse.urljoin(self.url, answer.headers["Location"])
        _, sdp = GstSdp.SDPMessage.new_from_text(answer.read().decode())
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        self.peer.emit("set-remote-description", description, Gst.Promise.new())
        return False

    def on_track(self, _, pad):
        if pad.direction != Gst.PadDirection.SRC:
            return
        decoder = Gst.ElementFactory.make("decodebin", None)
        decoder.connect("pad-added", self.on_decoded)
        self.pipeline.add(decoder)
        decoder.sync_state_with_parent()
        pad.link(decoder.get_static_pad("sink"))

    def on_decoded(self, _, pad):
        structure = pad.get_current_caps().get_structure(0)
        if structure.get_name().startswith("video/"):
            chain = [Gst.ElementFactory.make("queue", None), Gst.ElementFactory.make("fakesink", None)]
            chain[-1].set_property("signal-handoffs", True)
            chain[-1].connect("handoff", self.on_frame)
        else:
            chain = [Gst.ElementFactory.make(name, None) for name in ("queue", "audioconvert", "level", "fakesink")]
            chain[2].set_property("interval", Gst.SECOND // 4)
        for element in chain:
            self.pipeline.add(element)
        for left, right in zip(chain, chain[1:]):
            left.link(right)
        for element in chain:
            element.sync_state_with_parent()
        pad.link(chain[0].get_static_pad("sink"))

    def on_frame(self, _, buffer, pad):
        self.frames += 1
        structure = pad.get_current_caps().get_structure(0)
        self.size = (structure.get_value("width"), structure.get_value("height"))
        luma = buffer.extract_dup(0, self.size[0] * self.size[1])
        self.pictures.add(bytes(value >> 3 for value in luma[:: len(luma) // 500]))

    def on_message(self, _, message):
        structure = message.get_structure()
        if structure and structure.get_name() == "level":
            self.sound_db = max(self.sound_db, *structure.get_value("rms"))

    def on_error(self, _, message):
        self.fail(" ".join(str(part) for part in message.parse_error()))

    def fail(self, reason):
        print(json.dumps({"error": reason}), flush=True)
        self.loop.quit()

    def tell(self):
        print(
            json.dumps(
                {
                    "state": self.peer.get_property("connection-state").value_nick,
                    "frames": self.frames,
                    "different": len(self.pictures),
                    "width": self.size[0],
                    "height": self.size[1],
                    "sound_db": self.sound_db,
                }
            ),
            flush=True,
        )
        return True

    def hang_up(self):
        if self.session:
            print(json.dumps({"deleted": self.request(self.session, "DELETE").status}), flush=True)
        self.loop.quit()
        return False

    def run(self):
        GLib.timeout_add(500, self.tell)
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, signal.SIGINT, self.hang_up)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.loop.run()
        self.pipeline.set_state(Gst.State.NULL)


Gst.init(None)
Player(sys.argv[1], sys.argv[2]).run()
