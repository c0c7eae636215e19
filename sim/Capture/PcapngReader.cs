using System.Buffers.Binary;
using System.Text;

namespace GdoiSim.Capture;

/// <summary>Walks the blocks of a pcapng file: sections, interfaces, packets; other blocks are passed over.</summary>
internal sealed class PcapngReader(ReadOnlyMemory<byte> octets)
{
    private const uint SimplePacketBlock = 3;
    private const int BlockFrame = 12;
    private const int EnhancedPacketHead = 20;

    private readonly List<CapturedFrame> _frames = [];
    private readonly List<Interface> _interfaces = [];
    private bool _isBigEndian;

    /// <summary>An interface that frames were captured on.</summary>
    private readonly record struct Interface(int LinkType, long TicksPerSecond, uint SnapLength);

    public IReadOnlyList<CapturedFrame> Frames => _frames;

    public string? Problem { get; private set; }

    public void ReadAll()
    {
        int position = 0;
        while (position < octets.Length && Problem is null)
        {
            position += Block(position);
        }
    }

    /// <summary>Reads a block and gives its length.</summary>
    private int Block(int position)
    {
        ReadOnlySpan<byte> rest = octets.Span[position..];
        if (rest.Length < BlockFrame)
        {
            return Fail(position, "is cut at the end of the file");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(rest) == PcapngWriter.SectionHeaderBlock)
        {
            uint magic = BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]);
            _isBigEndian = magic != PcapngWriter.ByteOrderMagic;
            if (_isBigEndian && BinaryPrimitives.ReadUInt32BigEndian(rest[8..]) != PcapngWriter.ByteOrderMagic)
            {
                return Fail(position, "begins a section of unknown octet order");
            }

            _interfaces.Clear();
        }

        uint type = CaptureFile.Read32(rest, 0, _isBigEndian);
        uint length = CaptureFile.Read32(rest, 4, _isBigEndian);
        if (length < BlockFrame || length % 4 != 0 || length > rest.Length)
        {
            return Fail(position, $"has a length of {length}; allowed: a multiple of 4 from 12 to {rest.Length}");
        }

        Body(type, octets.Slice(position + 8, (int)length - BlockFrame), position);
        return (int)length;
    }

    private void Body(uint type, ReadOnlyMemory<byte> body, int position)
    {
        switch (type)
        {
            case PcapngWriter.InterfaceDescriptionBlock when body.Length >= 8:
                _interfaces.Add(new Interface(
                    CaptureFile.Read16(body.Span, 0, _isBigEndian),
                    TicksPerSecond(body.Span[8..]),
                    CaptureFile.Read32(body.Span, 4, _isBigEndian)));
                break;
            case PcapngWriter.EnhancedPacketBlock:
                EnhancedPacket(body, position);
                break;
            case SimplePacketBlock when body.Length >= 4:
                SimplePacket(body, position);
                break;
        }
    }

    private void EnhancedPacket(ReadOnlyMemory<byte> body, int position)
    {
        if (body.Length < EnhancedPacketHead)
        {
            Fail(position, "is too short for a packet");
            return;
        }

        uint captured = CaptureFile.Read32(body.Span, 12, _isBigEndian);
        uint number = CaptureFile.Read32(body.Span, 0, _isBigEndian);
        if (captured > body.Length - EnhancedPacketHead || number >= _interfaces.Count)
        {
            Fail(position, $"has a packet of {captured} octets on interface {number}, which the file does not hold");
            return;
        }

        Interface on = _interfaces[(int)number];
        ulong ticks = ((ulong)CaptureFile.Read32(body.Span, 4, _isBigEndian) << 32)
            | CaptureFile.Read32(body.Span, 8, _isBigEndian);
        int padded = (int)Math.Min((captured + 3) & ~3u, (uint)(body.Length - EnhancedPacketHead));
        _frames.Add(new CapturedFrame(
            _frames.Count + 1,
            Nanoseconds(ticks, on.TicksPerSecond),
            on.LinkType,
            body.Slice(EnhancedPacketHead, (int)captured),
            captured < CaptureFile.Read32(body.Span, 16, _isBigEndian),
            Comment(body.Span[(EnhancedPacketHead + padded)..])));
    }

    private void SimplePacket(ReadOnlyMemory<byte> body, int position)
    {
        if (_interfaces.Count == 0)
        {
            Fail(position, "is a packet without an interface");
            return;
        }

        uint original = CaptureFile.Read32(body.Span, 0, _isBigEndian);
        uint limit = _interfaces[0].SnapLength == 0 ? uint.MaxValue : _interfaces[0].SnapLength;
        int captured = (int)Math.Min(Math.Min(original, limit), (uint)(body.Length - 4));
        _frames.Add(new CapturedFrame(
            _frames.Count + 1, 0, _interfaces[0].LinkType, body.Slice(4, captured), captured < original, null));
    }

    private long TicksPerSecond(ReadOnlySpan<byte> options)
    {
        ReadOnlySpan<byte> value = Option(options, PcapngWriter.OptionTimestampResolution);
        if (value.Length != 1)
        {
            return 1_000_000;
        }

        // The upper bit tells powers of two from powers of ten.
        int exponent = value[0] & 0x7F;
        bool isBinary = (value[0] & 0x80) != 0;
        long ticks = 1;
        for (int i = 0; i < Math.Min(exponent, isBinary ? 62 : 18); i++)
        {
            ticks *= isBinary ? 2 : 10;
        }

        return ticks;
    }

    private string? Comment(ReadOnlySpan<byte> options)
    {
        ReadOnlySpan<byte> value = Option(options, PcapngWriter.OptionComment);
        return value.IsEmpty ? null : Encoding.UTF8.GetString(value);
    }

    /// <summary>The value of the first option of a code; empty if there is none.</summary>
    private ReadOnlySpan<byte> Option(ReadOnlySpan<byte> options, ushort wanted)
    {
        while (options.Length >= 4)
        {
            ushort code = CaptureFile.Read16(options, 0, _isBigEndian);
            int length = CaptureFile.Read16(options, 2, _isBigEndian);
            if (code == PcapngWriter.OptionEnd || length > options.Length - 4)
            {
                break;
            }

            if (code == wanted)
            {
                return options.Slice(4, length);
            }

            options = options[Math.Min(options.Length, 4 + ((length + 3) & ~3))..];
        }

        return default;
    }

    private static long Nanoseconds(ulong ticks, long perSecond)
    {
        UInt128 nanoseconds = (UInt128)ticks * 1_000_000_000 / (ulong)perSecond;
        return nanoseconds > long.MaxValue ? long.MaxValue : (long)nanoseconds;
    }

    private int Fail(int position, string problem)
    {
        Problem = $"the block at octet {position} {problem}";
        return octets.Length;
    }
}
