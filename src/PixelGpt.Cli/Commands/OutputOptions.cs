using System.CommandLine;
using PixelGpt.Cli.Hosting;
using PixelGpt.Cli.Workflows;

namespace PixelGpt.Cli.Commands;

/// <summary>The options of the pictures that a command writes.</summary>
internal sealed class OutputOptions
{
    private const int MaxScale = 64;

    private readonly Option<int?> _scale;
    private readonly Option<bool> _transparent = new("--transparent") { Description = "Make the background transparent. That of pictures with transparency always is." };
    private readonly Option<string[]> _save = new("--save") { Description = $"Also write all pictures to one file; can be repeated. The extension is the format: {SequenceFiles.Kinds}.", HelpName = "FILE" };
    private readonly Option<string?> _drawing = new("--drawing") { Description = "Also write an animation of how the pictures were drawn, up to 16 of them side by side: a file as for --save, such as drawing.gif.", HelpName = "FILE" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace existing files of --save and --drawing." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="defaultScale">The default scale, for the description.</param>
    public OutputOptions(Command command, string defaultScale)
    {
        _scale = new Option<int?>("--scale") { Description = $"Width and height of a pixel in the files, 1 to {MaxScale} (default: {defaultScale}). Aseprite files always have the original size.", HelpName = "N" };
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>All options.</summary>
    public IReadOnlyList<Option> All => [_scale, _transparent, _save, _drawing, _overwrite];

    /// <summary>Reads and checks the options.</summary>
    /// <exception cref="InputException">The scale is out of range, an extension is unknown, or a file exists.</exception>
    public PictureOutputs Read(Session session)
    {
        int? scale = session.Get(_scale);
        if (scale is { } given) InputException.Check(given is >= 1 and <= MaxScale, "--scale", given, $"1 to {MaxScale}");
        var outputs = new PictureOutputs { Scale = scale, IsTransparent = session.Get(_transparent), Saved = session.Get(_save) ?? [], Drawing = session.Get(_drawing) };
        if (session.Get(_overwrite) || outputs.Files.FirstOrDefault(f => File.Exists(f) || Directory.Exists(f)) is not { } existing) return outputs;
        throw new InputException($"{existing} exists; give another name, or --overwrite to replace it");
    }
}
