using System.Buffers.Binary;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// KD, the key download payload (RFC 6407 section 5.6). Everything in it was checked when it was read.
/// </summary>
public readonly ref struct KeyDownloadPayload
{
    // Up to here TEK packets are found by looking at one after the other.
    private const int Few = 16;

    private readonly ReadOnlySpan<byte> _packets;
    private readonly ReadOnlySpan<TekPlace> _teks;

    private KeyDownloadPayload(int count, ReadOnlySpan<byte> packets, ReadOnlySpan<TekPlace> teks)
    {
        Count = count;
        _packets = packets;
        _teks = teks;
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

        // A KD may hold thousands of packets, and an SA name as many: places sorted by SPI stay with the payload.
        TekPlace[] many = count > Few ? new TekPlace[count] : [];
        Span<TekPlace> teks = count > Few ? many : stackalloc TekPlace[Few];
        int found = SortTeks(packets, teks);
        payload = new(count, packets, count > Few ? many.AsSpan(0, found) : default);
        return HasTekTwice(teks[..found]) ? DiscardReason.KeyPacketRepeated : DiscardReason.None;
    }

    /// <summary>
    /// Finds the packet of a type and SPI: a TEK packet among many without looking at the others.
    /// </summary>
    public bool TryFind(KeyPacketType type, ReadOnlySpan<byte> spi, out KeyPacket packet)
    {
        if (type == KeyPacketType.Tek && Count > Few)
        {
            return TryFindTek(spi, out packet);
        }

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

    private bool TryFindTek(ReadOnlySpan<byte> spi, out KeyPacket packet)
    {
        packet = default;
        if (!BinaryPrimitives.TryReadUInt32BigEndian(spi, out uint number))
        {
            return false;
        }

        int index = _teks.BinarySearch(new TekPlace(number, 0));
        var reader = new WireReader(index < 0 ? default : _packets[_teks[index].Offset..]);
        return index >= 0 && KeyPacket.TryRead(ref reader, out packet) == DiscardReason.None;
    }

    private static int SortTeks(ReadOnlySpan<byte> packets, Span<TekPlace> teks)
    {
        int found = 0;
        var reader = new WireReader(packets);
        while (!reader.IsAtEnd)
        {
            int offset = packets.Length - reader.Rest.Length;
            _ = KeyPacket.TryRead(ref reader, out KeyPacket packet);
            if (packet.Type == KeyPacketType.Tek)
            {
                teks[found++] = new(BinaryPrimitives.ReadUInt32BigEndian(packet.Spi), offset);
            }
        }

        teks[..found].Sort();
        return found;
    }

    // Two TEK packets of one SPI: nothing would say which of them is the key.
    private static bool HasTekTwice(ReadOnlySpan<TekPlace> teks)
    {
        for (int i = 1; i < teks.Length; i++)
        {
            if (teks[i].Spi == teks[i - 1].Spi)
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

    // Where the TEK packet of an SPI begins.
    private readonly record struct TekPlace(uint Spi, int Offset) : IComparable<TekPlace>
    {
        public int CompareTo(TekPlace other) => Spi.CompareTo(other.Spi);
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
