using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Group;

/// <summary>
/// The ack_keys of a group as HMAC states, ready for the lanes: under the KEK types one a rekey SA, under the LKH types
/// one a member (64 or 128 octets each), for each reading of L that is in use. Computed when first asked for.
/// </summary>
/// <typeparam name="TState">The precomputed key state of the prf.</typeparam>
internal sealed class AckKeyRing<TState>
    where TState : unmanaged, IHmacState<TState>
{
    private const int Readings = 2;
    private readonly GroupKeys _keys;
    private readonly PrfAlgorithm _prf;
    private readonly RandomStream _leafKeys;
    private readonly int _leafKeyOctets;
    private readonly int _members;
    private readonly ICryptographyProvider _provider = new SystemCryptographyProvider();
    private readonly Lock _lock = new();
    private TState[]?[] _states = new TState[]?[Readings];

    /// <param name="keys">The group's rekey SAs.</param>
    /// <param name="requested">The kind of acknowledgement of the group.</param>
    /// <param name="streams">Where leaf keys come from.</param>
    /// <param name="members">Size of the group.</param>
    internal AckKeyRing(GroupKeys keys, KekAckRequested requested, RandomStreams streams, int members)
    {
        _keys = keys;
        _prf = requested.Prf();
        IsPerMember = requested.UsesLeafKey();
        _leafKeys = streams.For(RandomPurpose.LeafKey);
        _leafKeyOctets = keys.RekeySaOf(0).Kek.Key.Length; // all keys of a hierarchy are as long as the KEK
        _members = members;
    }

    /// <summary>Whether each member has a key of its own.</summary>
    internal bool IsPerMember { get; }

    /// <summary>The keys under the KEK of a generation: a single one, or one a member by index.</summary>
    internal ReadOnlySpan<TState> Of(int kekGeneration, AckLengthField reading)
    {
        int index = (kekGeneration * Readings) + (int)reading;
        TState[]?[] states = Volatile.Read(ref _states);
        TState[]? made = index < states.Length ? Volatile.Read(ref states[index]) : null;
        return made ?? Make(_keys.RekeySaOf(kekGeneration), reading, index);
    }

    /// <summary>The ack_key of a member; under the KEK types every member has the same.</summary>
    internal AckKey Derive(RekeySa rekeySa, int member, AckLengthField reading)
    {
        Span<byte> leafKey = stackalloc byte[_leafKeyOctets];
        if (IsPerMember)
        {
            _leafKeys.FillBytes((uint)member, 0, leafKey);
        }

        ReadOnlySpan<byte> baseKey = IsPerMember ? leafKey : rekeySa.Kek.Key;
        return AckKey.Derive(_provider, _prf, baseKey, rekeySa.Cookies, reading);
    }

    /// <summary>A member's leaf key, the base key of its ack_key under the LKH types.</summary>
    internal byte[] LeafKey(int member)
    {
        var leafKey = new byte[_leafKeyOctets];
        _leafKeys.FillBytes((uint)member, 0, leafKey);
        return leafKey;
    }

    private TState[] Make(RekeySa rekeySa, AckLengthField reading, int index)
    {
        lock (_lock)
        {
            if (index >= _states.Length)
            {
                TState[]?[] longer = new TState[]?[Math.Max(index + 1, _states.Length * 2)];
                _states.CopyTo(longer, 0);
                Volatile.Write(ref _states, longer);
            }

            if (_states[index] is TState[] made)
            {
                return made;
            }

            // Two generations of KEK are alive at a time; older keys of a million members would fill the memory.
            for (int old = 0; old < index - (2 * Readings) - (int)reading; old++)
            {
                _states[old] = null;
            }

            TState[] keys = new TState[IsPerMember ? _members : 1];
            Span<byte> derivation = stackalloc byte[AckKey.DerivationLength];
            AckKey.WriteDerivation(derivation, _prf, rekeySa.Cookies, reading);
            if (IsPerMember)
            {
                MakeMembersKeys(derivation, keys);
            }
            else
            {
                ReadOnlySpan<byte> kek = rekeySa.Kek.Key;
                HmacKeyLanes.FromDerivedKeys(kek, kek.Length, derivation, keys);
            }

            Volatile.Write(ref _states[index], keys);
            return keys;
        }
    }

    // The leaf keys of a batch at a time, through the lanes.
    private void MakeMembersKeys(ReadOnlySpan<byte> derivation, Span<TState> keys)
    {
        const int batch = 1024;
        byte[] leafKeys = new byte[batch * _leafKeyOctets];
        for (int first = 0; first < keys.Length; first += batch)
        {
            int count = Math.Min(batch, keys.Length - first);
            for (int i = 0; i < count; i++)
            {
                Span<byte> leafKey = leafKeys.AsSpan(i * _leafKeyOctets, _leafKeyOctets);
                _leafKeys.FillBytes((uint)(first + i), 0, leafKey);
            }

            HmacKeyLanes.FromDerivedKeys(
                leafKeys.AsSpan(0, count * _leafKeyOctets), _leafKeyOctets, derivation, keys.Slice(first, count));
        }
    }
}
