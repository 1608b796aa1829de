using System.Text;

namespace PixelGpt.Tests.Cli;

/// <summary>A writer that cancels as soon as a given text is written.</summary>
internal sealed class CancellingWriter(string trigger, CancellationTokenSource source) : StringWriter
{
    public override void Write(char value)
    {
        base.Write(value);
        Check();
    }

    public override void Write(string? value)
    {
        base.Write(value);
        Check();
    }

    public override void Write(char[] buffer, int index, int count)
    {
        base.Write(buffer, index, count);
        Check();
    }

    private void Check()
    {
        StringBuilder text = GetStringBuilder();
        if (!source.IsCancellationRequested && text.ToString().Contains(trigger, StringComparison.Ordinal)) source.Cancel();
    }
}
