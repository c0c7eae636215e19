using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// Walks the LKH_UPDATE_ARRAY attributes of an LKH packet in their order; other attributes are passed over.
/// </summary>
public ref struct LkhUpdateArrays
{
    private WireReader _reader;
    private LkhUpdateArray _current;

    internal LkhUpdateArrays(ReadOnlySpan<byte> attributes) => _reader = new(attributes);

    public readonly LkhUpdateArray Current => _current;

    public readonly LkhUpdateArrays GetEnumerator() => this;

    public bool MoveNext()
    {
        while (DataAttribute.TryRead(ref _reader, out DataAttribute attribute) == DiscardReason.None)
        {
            if (attribute.Type == KeyPacket.LkhUpdateArrayType)
            {
                return LkhUpdateArray.TryRead(attribute.Value, out _current) == DiscardReason.None;
            }
        }

        return false;
    }
}
