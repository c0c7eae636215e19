using System.Buffers.Binary;

namespace GdoiSim.Capture;

/// <summary>
/// A capture file as its frames: pcap (microseconds or nanoseconds, either octet order) or pcapng. Never throws for
/// what the file contains.
/// </summary>
public sealed class CaptureFile
{
    private const int PcapHeaderSize = 24;
    private const int PcapRecordSize = 16;

    private CaptureFile(IReadOnlyList<CapturedFrame> frames, string? problem)
    {
        (Frames, Problem) = (frames, problem);
    }

    /// <summary>The frames, in the order of the file; those before the place of the problem if there is one.</summary>
    public IReadOnlyList<CapturedFrame> Frames { get; }

    /// <summary>Where the file stops making sense, and why; null if it does to its end.</summary>
    public string? Problem { get; }

    /// <summary>Whether octets begin like a capture file.</summary>
    public static bool IsCapture(ReadOnlySpan<byte> octets) =>
        octets.Length >= 4
        && (BinaryPrimitives.ReadUInt32LittleEndian(octets) == PcapngWriter.SectionHeaderBlock
            || PcapKind(octets) is not null);

    /// <summary>Reads a whole file.</summary>
    /// <param name="octets">The file's octets; frames are views of them.</param>
    public static CaptureFile Read(ReadOnlyMemory<byte> octets)
    {
        if (octets.Length >= 4
            && BinaryPrimitives.ReadUInt32LittleEndian(octets.Span) == PcapngWriter.SectionHeaderBlock)
        {
            var reader = new PcapngReader(octets);
            reader.ReadAll();
            return new CaptureFile(reader.Frames, reader.Problem);
        }

        return PcapKind(octets.Span) is { } kind
            ? ReadPcap(octets, kind.IsBigEndian, kind.NanosecondsPerTick)
            : new CaptureFile([], "found neither pcap nor pcapng at octet 0");
    }

    private static (bool IsBigEndian, long NanosecondsPerTick)? PcapKind(ReadOnlySpan<byte> octets)
    {
        const uint microseconds = 0xA1B2C3D4;
        const uint nanoseconds = 0xA1B23C4D;
        if (octets.Length < 4)
        {
            return null;
        }

        uint little = BinaryPrimitives.ReadUInt32LittleEndian(octets);
        uint big = BinaryPrimitives.ReadUInt32BigEndian(octets);
        return little == microseconds ? (false, 1_000)
            : little == nanoseconds ? (false, 1)
            : big == microseconds ? (true, 1_000)
            : big == nanoseconds ? (true, 1)
            : null;
    }

    private static CaptureFile ReadPcap(ReadOnlyMemory<byte> octets, bool isBigEndian, long nanosecondsPerTick)
    {
        var frames = new List<CapturedFrame>();
        if (octets.Length < PcapHeaderSize)
        {
            return new CaptureFile(frames, "the file's header is cut at its end");
        }

        // The upper half holds properties of frame check sequences.
        int linkType = (int)(Read32(octets.Span, 20, isBigEndian) & 0xFFFF);
        int position = PcapHeaderSize;
        while (position < octets.Length)
        {
            if (octets.Length - position < PcapRecordSize)
            {
                return new CaptureFile(frames, $"the record at octet {position} is cut at the end of the file");
            }

            long seconds = Read32(octets.Span, position, isBigEndian);
            long ticks = Read32(octets.Span, position + 4, isBigEndian);
            uint captured = Read32(octets.Span, position + 8, isBigEndian);
            uint original = Read32(octets.Span, position + 12, isBigEndian);
            position += PcapRecordSize;
            if (captured > octets.Length - position)
            {
                int left = octets.Length - position;
                return new CaptureFile(frames, $"the frame at octet {position} has {captured} octets, the file {left}");
            }

            long time = (seconds * 1_000_000_000) + (ticks * nanosecondsPerTick);
            ReadOnlyMemory<byte> frame = octets.Slice(position, (int)captured);
            frames.Add(new CapturedFrame(frames.Count + 1, time, linkType, frame, captured < original, Comment: null));
            position += (int)captured;
        }

        return new CaptureFile(frames, problem: null);
    }

    internal static uint Read32(ReadOnlySpan<byte> octets, int offset, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(octets[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(octets[offset..]);

    internal static ushort Read16(ReadOnlySpan<byte> octets, int offset, bool isBigEndian) => isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(octets[offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(octets[offset..]);
}
