using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// Builds the body of a KD payload (RFC 6407 section 5.6). For a GROUPKEY-PULL; a GROUPKEY-PUSH is built whole by
/// <see cref="Messages.GroupkeyPushWriter"/>.
/// </summary>
public ref struct KeyDownloadWriter
{
    private WireWriter _writer;
    private int _count;
    private bool _overflows;

    /// <param name="destination">Takes the body.</param>
    public KeyDownloadWriter(Span<byte> destination)
    {
        _writer = new(destination);
        _overflows = !_writer.TryWriteUInt32(0);
    }

    /// <summary>Adds a key packet.</summary>
    public void Add(in KeyPacket packet)
    {
        _overflows = _overflows || !packet.TryWrite(ref _writer);
        _count++;
    }

    /// <summary>Gives the body.</summary>
    /// <returns>False if it did not fit, is longer than a payload can be, or has no packets.</returns>
    public readonly bool TryFinish(out ReadOnlySpan<byte> body)
    {
        body = default;
        if (_overflows
            || _count is < 1 or > ushort.MaxValue
            || _writer.Position > ushort.MaxValue - PayloadChainReader.GenericHeaderSize)
        {
            return false;
        }

        _writer.ReplaceUInt16(0, (ushort)_count);
        body = _writer.Written;
        return true;
    }
}
