using GdoiSim.Protocol;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Pull;

namespace GdoiSim.Group;

/// <summary>
/// The messages of one registration, both sides of it: real octets, Diffie–Hellman, signatures and HASHes. Each side
/// sees only what the other one sends.
/// </summary>
internal sealed class RegistrationExchange
{
    private readonly RegistrationParties _parties;
    private readonly int _member;
    private readonly int _number;
    private readonly byte[][] _requests = new byte[(int)RegistrationStep.Completed][];
    private readonly byte[][] _replies = new byte[(int)RegistrationStep.Completed][];
    private readonly MainModeInitiator? _initiator;
    private MainModeResponder? _responder;
    private GroupkeyPullInitiator? _asking;
    private GroupkeyPullResponder? _answering;
    private DownloadedKeys _handedOut;
    private byte[]? _downloadArray;

    /// <summary>Begins a registration: makes its first request.</summary>
    internal RegistrationExchange(RegistrationParties parties, int member, int number, RegistrationStep first)
    {
        (_parties, _member, _number) = (parties, member, number);
        if (first == RegistrationStep.Proposal)
        {
            _initiator = new MainModeInitiator(parties.Member(member), parties.MemberSecrets(member, number));
            _requests[0] = _initiator.NextMessage.ToArray();
        }
        else
        {
            Ask(parties.EstablishedSa(member));
        }
    }

    /// <summary>The octets of a request that the member has made.</summary>
    internal ReadOnlyMemory<byte> Request(RegistrationStep step) => _requests[(int)step];

    /// <summary>The octets of a reply that the key server has made.</summary>
    internal ReadOnlyMemory<byte> Reply(RegistrationStep step) => _replies[(int)step];

    /// <summary>The phase 1 SA that the registration runs under, as the key server has it; null: not yet.</summary>
    internal Phase1Sa? ServerSa => _initiator is null ? _parties.EstablishedSa(_member) : _responder?.Sa;

    /// <summary>The key server takes a request and makes its reply.</summary>
    internal DiscardReason Serve(RegistrationStep step)
    {
        ReadOnlySpan<byte> request = _requests[(int)step];
        DiscardReason reason;
        if (step < RegistrationStep.PullRequest)
        {
            _responder ??= new MainModeResponder(_parties.Server, _parties.ServerSecrets(_member, _number));
            reason = _responder.Receive(request);
            _replies[(int)step] = _responder.NextMessage.ToArray();
            return reason;
        }

        _answering ??= new GroupkeyPullResponder(
            ServerSa!,
            _parties.ServerPullNonce(_member, _number),
            _parties.Provider);
        reason = _answering.Receive(request);
        if (reason == DiscardReason.None)
        {
            if (step == RegistrationStep.PullRequest)
            {
                _handedOut = _parties.Keys.ToHandOut();
                _downloadArray = _parties.DownloadArray(_handedOut, _member);
                _answering.SendPolicy(_parties.Keys.PolicyBody(_handedOut));
            }
            else
            {
                // Keys and policy belong together, whatever was rekeyed between the two messages.
                byte[] keys = _parties.Keys.KeyDownloadBody(_handedOut, _downloadArray);
                _answering.SendKeys(new SequenceNumber(_handedOut.Sequence), keys);
            }
        }

        _replies[(int)step] = _answering.NextMessage.ToArray();
        return reason;
    }

    /// <summary>The member takes a reply and makes its next request, if there is one.</summary>
    internal DiscardReason Take(RegistrationStep step)
    {
        ReadOnlySpan<byte> reply = _replies[(int)step];
        if (step < RegistrationStep.PullRequest)
        {
            DiscardReason reason = _initiator!.Receive(reply);
            if (reason == DiscardReason.None && step == RegistrationStep.Authentication)
            {
                Ask(_initiator.Sa!);
            }
            else
            {
                _requests[(int)step + 1] = _initiator.NextMessage.ToArray();
            }

            return reason;
        }

        DiscardReason pulled = _asking!.Receive(reply);
        if (step == RegistrationStep.PullRequest)
        {
            _requests[(int)RegistrationStep.KeyDownload] = _asking.NextMessage.ToArray();
        }

        return pulled;
    }

    /// <summary>What the member finds in the keys that have come; null if they are no keys of the group.</summary>
    internal DownloadedKeys? TakeKeys()
    {
        DiscardReason reason = _asking!.TryReadKek(out Protocol.Crypto.Kek? kek, out LkhMember? hierarchy);
        if (reason != DiscardReason.None || kek is null || _asking.Sequence is not SequenceNumber sequence)
        {
            return null;
        }

        RekeySa? rekeySa = _parties.Keys.RekeySas.FirstOrDefault(known => known.Kek.Key.SequenceEqual(kek.Key));
        int tek = -1;
        foreach (KeyPacket packet in _asking.KeyDownload.Packets)
        {
            tek = packet.Type == KeyPacketType.Tek ? _parties.Keys.FindTek(packet) : tek;
        }

        return rekeySa is null || tek < 0
            ? null
            : new DownloadedKeys(rekeySa.Generation, sequence.Value, tek) { Hierarchy = hierarchy };
    }

    private void Ask(Phase1Sa sa)
    {
        _asking = new GroupkeyPullInitiator(
            sa,
            _parties.MessageId(_member, _number),
            _parties.MemberPullNonce(_member, _number),
            IdentificationType.KeyId,
            RegistrationParties.GroupId,
            _parties.Provider);
        _requests[(int)RegistrationStep.PullRequest] = _asking.NextMessage.ToArray();
    }
}
