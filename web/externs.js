/**
 * @fileoverview Names that cross the compiled code's border (semantic nodes parsed from JSON, newer
 * browser interfaces): Closure must not rename them.
 * @externs
 */
var Crossing = function() {};
// ui::Node, ui::Field and ui::Option as JSON
Crossing.prototype.id;
Crossing.prototype.parent;
Crossing.prototype.role;
Crossing.prototype.name;
Crossing.prototype.value;
Crossing.prototype.description;
Crossing.prototype.href;
Crossing.prototype.rect;
Crossing.prototype.x;
Crossing.prototype.y;
Crossing.prototype.width;
Crossing.prototype.height;
Crossing.prototype.fixed;
Crossing.prototype.disabled;
Crossing.prototype.busy;
Crossing.prototype.selected;
Crossing.prototype.expanded;
Crossing.prototype.has_popup;
Crossing.prototype.submits;
Crossing.prototype.level;
Crossing.prototype.scroll_height;
Crossing.prototype.minimum;
Crossing.prototype.maximum;
Crossing.prototype.now;
Crossing.prototype.step;
Crossing.prototype.field;
Crossing.prototype.type;
Crossing.prototype.autocomplete;
Crossing.prototype.input_mode;
Crossing.prototype.enter_key_hint;
Crossing.prototype.placeholder;
Crossing.prototype.error;
Crossing.prototype.options;
Crossing.prototype.max_length;
Crossing.prototype.required;
Crossing.prototype.label;
// Roles are looked up by the name in the JSON
Crossing.prototype.Banner;
Crossing.prototype.Navigation;
Crossing.prototype.Main;
Crossing.prototype.Region;
Crossing.prototype.Form;
Crossing.prototype.Group;
Crossing.prototype.List;
Crossing.prototype.ListItem;
Crossing.prototype.Dialog;
Crossing.prototype.Heading;
Crossing.prototype.Text;
Crossing.prototype.Image;
Crossing.prototype.Status;
Crossing.prototype.Alert;
Crossing.prototype.Progress;
Crossing.prototype.Link;
Crossing.prototype.Button;
Crossing.prototype.Switch;
Crossing.prototype.Tab;
Crossing.prototype.Slider;
Crossing.prototype.TextField;
Crossing.prototype.TextArea;
Crossing.prototype.Select;
// Browser interfaces
Crossing.prototype.inert;
Crossing.prototype.findLast;
Crossing.prototype.replaceAll;
Crossing.prototype.devicePixelContentBoxSize;
Crossing.prototype.inlineSize;
Crossing.prototype.blockSize;
Crossing.prototype.box;
Crossing.prototype.visualViewport;
Crossing.prototype.scale;
Crossing.prototype.offsetTop;
Crossing.prototype.textRendering;
Crossing.prototype.willReadFrequently;
Crossing.prototype.actualBoundingBoxLeft;
Crossing.prototype.actualBoundingBoxRight;
Crossing.prototype.actualBoundingBoxAscent;
Crossing.prototype.actualBoundingBoxDescent;
Crossing.prototype.premultiplyAlpha;
Crossing.prototype.resizeWidth;
Crossing.prototype.resizeHeight;
Crossing.prototype.resizeQuality;
Crossing.prototype.jitterBufferTarget;
Crossing.prototype.playoutDelayHint;
Crossing.prototype.requestVideoFrameCallback;
Crossing.prototype.contentHint;
Crossing.prototype.bytesReceived;
Crossing.prototype.bytesSent;
Crossing.prototype.headerBytesSent;
Crossing.prototype.codecId;
Crossing.prototype.currentRoundTripTime;
Crossing.prototype.fractionLost;
Crossing.prototype.frameWidth;
Crossing.prototype.frameHeight;
Crossing.prototype.framesDecoded;
Crossing.prototype.framesPerSecond;
Crossing.prototype.jitterBufferDelay;
Crossing.prototype.totalProcessingDelay;
Crossing.prototype.jitterBufferEmittedCount;
Crossing.prototype.kind;
Crossing.prototype.mimeType;
Crossing.prototype.sdpFmtpLine;
Crossing.prototype.nominated;
Crossing.prototype.qualityLimitationReason;
Crossing.prototype.timestamp;
Crossing.prototype.getCapabilities;
Crossing.prototype.codecs;
Crossing.prototype.setCodecPreferences;
Crossing.prototype.addTransceiver;
Crossing.prototype.getSenders;
Crossing.prototype.transport;
Crossing.prototype.onstatechange;
Crossing.prototype.getTransceivers;
Crossing.prototype.replaceTrack;
Crossing.prototype.direction;
Crossing.prototype.streams;
Crossing.prototype.sendEncodings;
Crossing.prototype.encodings;
Crossing.prototype.maxBitrate;
Crossing.prototype.rid;
Crossing.prototype.scaleResolutionDownBy;
Crossing.prototype.hardwareConcurrency;
Crossing.prototype.degradationPreference;
Crossing.prototype.connectionState;
Crossing.prototype.onconnectionstatechange;
Crossing.prototype.bundlePolicy;
Crossing.prototype.facingMode;
Crossing.prototype.deviceId;
Crossing.prototype.ideal;
Crossing.prototype.exact;
Crossing.prototype.max;
Crossing.prototype.frameRate;
Crossing.prototype.echoCancellation;
Crossing.prototype.noiseSuppression;
Crossing.prototype.autoGainControl;
Crossing.prototype.fftSize;
Crossing.prototype.getFloatTimeDomainData;
Crossing.prototype.wakeLock;
Crossing.prototype.locks;
Crossing.prototype.held;
Crossing.prototype.permissions;
Crossing.prototype.query;
Crossing.prototype.request;
Crossing.prototype.state;
Crossing.prototype.mediaSession;
Crossing.prototype.setActionHandler;
Crossing.prototype.seekTime;
Crossing.prototype.artist;
Crossing.prototype.artwork;
Crossing.prototype.src;
Crossing.prototype.pictureInPictureEnabled;
Crossing.prototype.pictureInPictureElement;
Crossing.prototype.requestPictureInPicture;
Crossing.prototype.exitPictureInPicture;
Crossing.prototype.disablePictureInPicture;
Crossing.prototype.navigationUI;
Crossing.prototype.share;
Crossing.prototype.randomUUID;
Crossing.prototype.keepalive;
Crossing.prototype.unitDisplay;
Crossing.prototype.notation;
Crossing.prototype.maximumFractionDigits;
Crossing.prototype.minimumFractionDigits;
Crossing.prototype.numeric;
Crossing.prototype.style;
Crossing.prototype.unit;
Crossing.prototype.persisted;
Crossing.prototype.behavior;
Crossing.prototype.fontfaces;
// What a tab remembers of being on air; the next page may be of another build
Crossing.prototype.url;
Crossing.prototype.sessions;
Crossing.prototype.kinds;
Crossing.prototype.camera;
Crossing.prototype.microphone;
Crossing.prototype.at;
// element.dataset
Crossing.prototype.cuts;
Crossing.prototype.pointer;

/** @constructor @param {string=} locale @param {Object=} options */
Intl.Segmenter = function(locale, options) {};
/** @param {string} text @return {Object} */
Intl.Segmenter.prototype.segment = function(text) {};
/** @constructor @param {string=} locale @param {Object=} options */
Intl.PluralRules = function(locale, options) {};
/** @param {number} value @return {string} */
Intl.PluralRules.prototype.select = function(value) {};
/** @constructor @param {string} locale @param {Object=} options */
Intl.Locale = function(locale, options) {};
Crossing.prototype.segment;
Crossing.prototype.granularity;
Crossing.prototype.numberingSystem;

var matchMedia;
var sessionStorage;
var localStorage;
var MediaMetadata;

/** @constructor @param {string} locale @param {Object=} options */
Intl.RelativeTimeFormat = function(locale, options) {};
/** @param {number} value @param {string} unit @return {string} */
Intl.RelativeTimeFormat.prototype.format = function(value, unit) {};
