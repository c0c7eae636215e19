namespace GdoiSim.Capture;

/// <summary>One frame of a capture file.</summary>
/// <param name="Number">Its number in the file, from 1, as analysers count.</param>
/// <param name="Nanoseconds">Its timestamp in nanoseconds since the file's epoch.</param>
/// <param name="LinkType">The link type (LINKTYPE_… of tcpdump.org) that its octets begin with.</param>
/// <param name="Octets">What was captured of it.</param>
/// <param name="IsCut">Whether it was longer on the link than what was captured.</param>
/// <param name="Comment">The comment that the file has on it; null if none.</param>
public sealed record CapturedFrame(
    int Number, long Nanoseconds, int LinkType, ReadOnlyMemory<byte> Octets, bool IsCut, string? Comment);
