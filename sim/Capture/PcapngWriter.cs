using System.Buffers.Binary;
using System.Text;

namespace GdoiSim.Capture;

/// <summary>
/// Writes IP packets into a capture file of the PCAP Next Generation format (draft-ietf-opsawg-pcapng): one section,
/// one interface of link type RAW, timestamps in nanoseconds since the start of the simulated run, comments.
/// </summary>
public sealed class PcapngWriter : IDisposable
{
    internal const uint SectionHeaderBlock = 0x0A0D0D0A;
    internal const uint InterfaceDescriptionBlock = 1;
    internal const uint EnhancedPacketBlock = 6;
    internal const uint ByteOrderMagic = 0x1A2B3C4D;
    internal const ushort LinkTypeRaw = 101;
    internal const ushort OptionEnd = 0;
    internal const ushort OptionComment = 1;
    internal const ushort OptionName = 2;
    internal const ushort OptionApplication = 4;
    internal const ushort OptionTimestampResolution = 9;

    private const int LongestComment = 1_000;

    private readonly Stream _stream;
    private readonly MemoryStream _block = new();

    /// <summary>Begins a file.</summary>
    /// <param name="stream">Where to; closed with the writer.</param>
    /// <param name="application">The program, for the file's head.</param>
    /// <param name="comment">What the capture is of.</param>
    public PcapngWriter(Stream stream, string application, string comment)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        Write32(ByteOrderMagic);
        Write16(1);
        Write16(0);
        Write32(uint.MaxValue); // the section's length is not known
        Write32(uint.MaxValue);
        WriteOption(OptionComment, Encoding.UTF8.GetBytes(comment));
        WriteOption(OptionApplication, Encoding.UTF8.GetBytes(application));
        EndOptions();
        EndBlock(SectionHeaderBlock);

        Write16(LinkTypeRaw);
        Write16(0);
        Write32(0); // no limit to the length of a packet
        WriteOption(OptionName, "virtual"u8);
        WriteOption(OptionTimestampResolution, [9]);
        EndOptions();
        EndBlock(InterfaceDescriptionBlock);
    }

    /// <summary>Adds a packet.</summary>
    /// <param name="nanoseconds">When it passed, since the start of the run; not negative.</param>
    /// <param name="packet">The IP packet.</param>
    /// <param name="comment">What is to be known of it; null for nothing.</param>
    public void Write(long nanoseconds, ReadOnlySpan<byte> packet, string? comment)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        Write32(0);
        Write32((uint)(nanoseconds >> 32));
        Write32((uint)nanoseconds);
        Write32((uint)packet.Length);
        Write32((uint)packet.Length);
        _block.Write(packet);
        Pad();
        if (comment is not null)
        {
            string text = comment.Length > LongestComment ? comment[..LongestComment] : comment;
            WriteOption(OptionComment, Encoding.UTF8.GetBytes(text));
            EndOptions();
        }

        EndBlock(EnhancedPacketBlock);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _block.Dispose();
    }

    private void WriteOption(ushort code, ReadOnlySpan<byte> value)
    {
        Write16(code);
        Write16((ushort)value.Length);
        _block.Write(value);
        Pad();
    }

    private void EndOptions() => Write32(OptionEnd);

    private void Pad()
    {
        while (_block.Length % 4 != 0)
        {
            _block.WriteByte(0);
        }
    }

    private void EndBlock(uint type)
    {
        const int frame = 12; // type and twice the length
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(head, type);
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)(_block.Length + frame));
        _stream.Write(head);
        _stream.Write(_block.GetBuffer().AsSpan(0, (int)_block.Length));
        _stream.Write(head[4..]);
        _block.SetLength(0);
    }

    private void Write16(ushort value)
    {
        Span<byte> octets = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(octets, value);
        _block.Write(octets);
    }

    private void Write32(uint value)
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        _block.Write(octets);
    }
}
