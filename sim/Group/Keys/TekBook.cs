using System.Buffers.Binary;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Group;

/// <summary>A traffic key of the group: an ESP SA with AES-128-CBC and HMAC-SHA-256.</summary>
/// <param name="Spi">Its SPI.</param>
/// <param name="AlgorithmKey">TEK_ALGORITHM_KEY.</param>
/// <param name="IntegrityKey">TEK_INTEGRITY_KEY.</param>
internal sealed record Tek(uint Spi, byte[] AlgorithmKey, byte[] IntegrityKey);

/// <summary>
/// The TEKs of a group by generation: 0 from the registration, then one a rekey; a rekey that brings none keeps the one
/// before.
/// </summary>
internal sealed class TekBook
{
    private const uint FirstUnreservedSpi = 256;

    private readonly RandomStream _keys;
    private readonly RandomStream _spis;
    private readonly List<Tek> _teks = [];
    private readonly List<SimTime> _expiry = [];
    private readonly Dictionary<uint, int> _generationOf = [];
    private readonly List<int> _madeIn = [];

    internal TekBook(RandomStreams streams)
    {
        _keys = streams.For(RandomPurpose.Tek);
        _spis = streams.For(RandomPurpose.TekSpi);
        Add(0);
    }

    internal Tek this[int generation] => _teks[generation];

    internal SimTime Expiry(int generation) => _expiry[_madeIn[generation]];

    internal void SetExpiry(int generation, SimTime at) => _expiry[_madeIn[generation]] = at;

    /// <summary>The generation in which the TEK of a generation was made.</summary>
    internal int MadeIn(int generation) => _madeIn[generation];

    /// <summary>A generation that keeps the TEK of the one before: its rekey brings none.</summary>
    internal void Keep(int generation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(generation, _teks.Count);
        _teks.Add(_teks[^1]);
        _expiry.Add(SimTime.MaxValue);
        _madeIn.Add(_madeIn[^1]);
    }

    /// <summary>Makes the TEK of a generation; they are made in order.</summary>
    internal void Add(int generation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(generation, _teks.Count);
        byte[] algorithmKey = new byte[16];
        byte[] integrityKey = new byte[32];
        _keys.FillBytes((uint)generation, 0, algorithmKey);
        _keys.FillBytes((uint)generation, 1, integrityKey);
        uint spi = DrawSpi(generation);
        _teks.Add(new Tek(spi, algorithmKey, integrityKey));
        _expiry.Add(SimTime.MaxValue);
        _madeIn.Add(generation);
        _generationOf.Add(spi, generation);
    }

    /// <summary>The generation of a key that a message brought; -1 if it is none of the group's.</summary>
    internal int Find(uint spi, ReadOnlySpan<byte> algorithmKey) =>
        _generationOf.TryGetValue(spi, out int generation) && algorithmKey.SequenceEqual(_teks[generation].AlgorithmKey)
            ? generation
            : -1;

    // SPIs are random, not reserved (RFC 4303 section 2.1), and no two of the group are the same.
    private uint DrawSpi(int generation)
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        for (ulong draw = 0; ; draw++)
        {
            _spis.FillBytes((uint)generation, draw, octets);
            uint spi = BinaryPrimitives.ReadUInt32BigEndian(octets);
            if (spi >= FirstUnreservedSpi && !_generationOf.ContainsKey(spi))
            {
                return spi;
            }
        }
    }
}
