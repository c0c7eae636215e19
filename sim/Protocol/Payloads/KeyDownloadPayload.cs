using System.Buffers.Binary;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// KD, the key download payload (RFC 6407 section 5.6). Everything in it was checked when it was read.
/// </summary>
public readonly ref struct KeyDownloadPayload
{
    private readonly ReadOnlySpan<byte> _packets;

    private KeyDownloadPayload(int count, ReadOnlySpan<byte> packets)
    {
        Count = count;
        _packets = packets;
    }

    /// <summary>Number of key packets.</summary>
    public int Count { get; }

    /// <summary>The key packets, for a foreach loop.</summary>
    public Enumerator Packets => new(_packets);

    /// <summary>Reads the body: number of key packets (2), reserved (2), key packets.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out KeyDownloadPayload payload)
    {
        payload = default;
        var reader = new WireReader(body);
        if (!reader.TryReadUInt16(out ushort count) || !reader.TryReadUInt16(out ushort reserved))
        {
            return DiscardReason.PayloadTooShort;
        }

        if (reserved != 0)
        {
            return DiscardReason.ReservedNotZero;
        }

        if (count == 0)
        {
            return DiscardReason.KeyPacketCount;
        }

        ReadOnlySpan<byte> packets = reader.Rest;
        bool hasKek = false;
        bool hasLkh = false;
        for (int i = 0; i < count; i++)
        {
            if (reader.IsAtEnd)
            {
                return DiscardReason.KeyPacketCount;
            }

            DiscardReason reason = KeyPacket.TryRead(ref reader, out KeyPacket packet);
            if (reason != DiscardReason.None)
            {
                return reason;
            }

            // "If the KEK key packet is included, there MUST be only one present" (5.6.2); so for LKH (5.6.3).
            if ((hasKek && packet.Type == KeyPacketType.Kek) || (hasLkh && packet.Type == KeyPacketType.Lkh))
            {
                return DiscardReason.KeyPacketRepeated;
            }

            hasKek |= packet.Type == KeyPacketType.Kek;
            hasLkh |= packet.Type == KeyPacketType.Lkh;
        }

        if (!reader.IsAtEnd)
        {
            return DiscardReason.KeyPacketCount;
        }

        payload = new(count, packets);
        return payload.HasTekTwice() ? DiscardReason.KeyPacketRepeated : DiscardReason.None;
    }

    /// <summary>Finds the packet of a type and SPI.</summary>
    public bool TryFind(KeyPacketType type, ReadOnlySpan<byte> spi, out KeyPacket packet)
    {
        foreach (KeyPacket candidate in Packets)
        {
            if (candidate.Type == type && candidate.Spi.SequenceEqual(spi))
            {
                packet = candidate;
                return true;
            }
        }

        packet = default;
        return false;
    }

    // Two TEK packets of one SPI: nothing would say which of them is the key. Sorted, because a KD may hold thousands.
    private bool HasTekTwice()
    {
        const int few = 64;
        Span<uint> spis = Count <= few ? stackalloc uint[few] : new uint[Count];
        int teks = 0;
        foreach (KeyPacket packet in Packets)
        {
            if (packet.Type == KeyPacketType.Tek)
            {
                spis[teks++] = BinaryPrimitives.ReadUInt32BigEndian(packet.Spi);
            }
        }

        spis = spis[..teks];
        spis.Sort();
        for (int i = 1; i < teks; i++)
        {
            if (spis[i] == spis[i - 1])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Begins a KD payload; key packets follow.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="chain">The message's chain.</param>
    /// <param name="countPosition">Where the number of key packets is to be filled in.</param>
    internal static bool TryBegin(ref WireWriter writer, ref PayloadChainWriter chain, out int countPosition)
    {
        countPosition = writer.Position + PayloadChainReader.GenericHeaderSize;
        return chain.TryBegin(ref writer, PayloadType.KeyDownload)
            && writer.TryWriteUInt16(0)
            && writer.TryWriteUInt16(0);
    }

    /// <summary>Walks the key packets.</summary>
    public ref struct Enumerator
    {
        private WireReader _reader;
        private KeyPacket _current;

        internal Enumerator(ReadOnlySpan<byte> packets) => _reader = new(packets);

        public readonly KeyPacket Current => _current;

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext() =>
            !_reader.IsAtEnd && KeyPacket.TryRead(ref _reader, out _current) == DiscardReason.None;
    }
}
