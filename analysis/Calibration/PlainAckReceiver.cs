using System.Buffers.Binary;
using System.Security.Cryptography;
using GdoiSim.Group;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace GdoiSim.Analysis.Calibration;

/// <summary>
/// What a careful program does without batches and lanes: the same steps for one acknowledgement after the other (form,
/// cookies, policy, number, member, duplicate, HASH, record), over a Dictionary and a library's HMAC. It gains by the
/// same fast parser.
/// </summary>
internal abstract class PlainAckReceiver
{
    private readonly Dictionary<Cookies, RekeySa> _rekeySas = [];
    private readonly Dictionary<uint, int> _memberOf = [];
    private readonly int[] _acknowledged;
    private readonly int _firstMember;
    private readonly bool _isRequested;
    private readonly int _hashOctets;
    private readonly byte[] _computed = new byte[64];
    private readonly byte[][] _keys;

    protected PlainAckReceiver(MeasuredGroup group, byte[][] keys, int firstMember, int members)
    {
        _rekeySas.Add(group.Present.RekeySa.Cookies, group.Present.RekeySa);
        _isRequested = group.Acknowledgement != KekAckRequested.None;
        _hashOctets = group.Acknowledgement.Prf().OutputLength();
        _keys = keys;
        _firstMember = firstMember;
        _acknowledged = new int[members];
        Span<byte> address = stackalloc byte[sizeof(uint)];
        for (int member = firstMember; member < firstMember + members; member++)
        {
            MemberAddress.Write(member, AddressFamily.IPv4, address);
            _memberOf.Add(BinaryPrimitives.ReadUInt32BigEndian(address), member);
        }
    }

    /// <summary>Takes a range of datagrams.</summary>
    /// <returns>How many were accepted.</returns>
    internal int Receive(ReceivedAcknowledgements acknowledgements, int first, int count)
    {
        int accepted = 0;
        for (int slot = first; slot < first + count; slot++)
        {
            if (Take(acknowledgements.Datagram(slot)) == DiscardReason.None)
            {
                accepted++;
            }
        }

        return accepted;
    }

    /// <summary>Notes a rekey as answered by all: its acknowledgements are duplicates from now on.</summary>
    internal void End(int rekey) => Array.Fill(_acknowledged, rekey);

    /// <summary>HMAC of a message; the key is always the same, or a member's own.</summary>
    protected abstract void ComputeHash(byte[] key, ReadOnlySpan<byte> message, Span<byte> hash);

    private DiscardReason Take(ReadOnlySpan<byte> datagram)
    {
        DiscardReason reason = GroupkeyPushAck.TryParse(datagram, out GroupkeyPushAck acknowledgement);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        if (!_rekeySas.TryGetValue(acknowledgement.Cookies, out RekeySa? rekeySa))
        {
            return DiscardReason.SpiUnknown;
        }

        if (!_isRequested)
        {
            return DiscardReason.NotRequested;
        }

        int rekey = rekeySa.RekeyOf(acknowledgement.Sequence.Value);
        if (rekey == 0)
        {
            return DiscardReason.SequenceUnknown;
        }

        if (acknowledgement.IdentityType != IdentificationType.IPv4Address
            || !_memberOf.TryGetValue(acknowledgement.IPv4Address, out int member))
        {
            return DiscardReason.NotMember;
        }

        ref int acknowledged = ref _acknowledged[member - _firstMember];
        if (acknowledged >= rekey)
        {
            return DiscardReason.Duplicate;
        }

        if (acknowledgement.Hash.Length != _hashOctets)
        {
            return DiscardReason.HashLength;
        }

        Span<byte> computed = _computed.AsSpan(0, _hashOctets);
        ComputeHash(_keys[_keys.Length == 1 ? 0 : member], acknowledgement.SequenceAndId, computed);
        if (!CryptographicOperations.FixedTimeEquals(computed, acknowledgement.Hash))
        {
            return DiscardReason.HashMismatch;
        }

        acknowledged = rekey;
        return DiscardReason.None;
    }
}

/// <summary>Over HMACSHA256.HashData or HMACSHA512.HashData, which set the key up for every message.</summary>
internal sealed class HashDataAckReceiver(MeasuredGroup group, byte[][] keys, int firstMember, int members)
    : PlainAckReceiver(group, keys, firstMember, members)
{
    private readonly bool _isSha256 = group.Acknowledgement.Prf() == PrfAlgorithm.HmacSha256;

    protected override void ComputeHash(byte[] key, ReadOnlySpan<byte> message, Span<byte> hash)
    {
        if (_isSha256)
        {
            HMACSHA256.HashData(key, message, hash);
        }
        else
        {
            HMACSHA512.HashData(key, message, hash);
        }
    }
}

/// <summary>
/// Over BouncyCastle's HMac: the key is kept from one message to the next under the KEK types and set up for each under
/// the LKH types (an HMac kept for each of a million members would take a gigabyte).
/// </summary>
internal sealed class BouncyCastleAckReceiver : PlainAckReceiver
{
    private readonly HMac _hmac;
    private readonly bool _isKeyKept;

    internal BouncyCastleAckReceiver(MeasuredGroup group, byte[][] keys, int firstMember, int members)
        : base(group, keys, firstMember, members)
    {
        IDigest digest = group.Acknowledgement.Prf() == PrfAlgorithm.HmacSha256
            ? new Sha256Digest()
            : new Sha512Digest();
        _hmac = new HMac(digest);
        _hmac.Init(new KeyParameter(keys[0]));
        _isKeyKept = keys.Length == 1;
    }

    protected override void ComputeHash(byte[] key, ReadOnlySpan<byte> message, Span<byte> hash)
    {
        if (!_isKeyKept)
        {
            _hmac.Init(new KeyParameter(key));
        }

        _hmac.BlockUpdate(message);
        _hmac.DoFinal(hash);
    }
}
