namespace GdoiSim.Capture;

/// <summary>A UDP datagram of a capture, put together from its fragments.</summary>
/// <param name="FrameNumber">The frame that completed it.</param>
/// <param name="Frames">How many frames carried it.</param>
/// <param name="Nanoseconds">The timestamp of that frame.</param>
/// <param name="Datagram">The datagram.</param>
/// <param name="ChecksumIsGood">Whether its UDP checksum is right, or it has none.</param>
/// <param name="Comment">The comment on its frames; null if none.</param>
public sealed record CapturedDatagram(
    int FrameNumber, int Frames, long Nanoseconds, UdpDatagram Datagram, bool ChecksumIsGood, string? Comment);
