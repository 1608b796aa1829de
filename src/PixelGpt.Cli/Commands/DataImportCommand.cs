using System.CommandLine;
using PixelGpt.Cli.Workflows;
using PixelGpt.Data;
using PixelGpt.Data.Palettes;
using PixelGpt.Data.Sources;
using PixelGpt.Imaging;
using PixelGpt.Imaging.Cutting;
using PixelGpt.Imaging.Resizing;
using PixelGpt.Import;

namespace PixelGpt.Cli.Commands;

/// <summary><c>pixelgpt data import</c></summary>
internal sealed class DataImportCommand : Command, IRunnable
{
    private static readonly ImportOptions Defaults = new();

    private readonly Argument<string[]> _sources = new("SOURCE") { Description = "PNG pictures, and folders of them with all folders inside", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> _out = new("--out") { Description = "The folder to make", HelpName = "DIR", Required = true };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace a data set imported to --out before" };
    private readonly Option<string[]> _sheets = new("--sheet") { Description = "A sprite sheet, or a folder of them; without it, --tile or --gaps cut every SOURCE", HelpName = "SOURCE" };
    private readonly Option<string?> _tile = new("--tile") { Description = "Cut sheets by a grid of such tiles, in the sheet's own pixels", HelpName = "WxH" };
    private readonly Option<int> _margin = new("--margin") { Description = "With --tile: pixels before the first tile, on the left and above", HelpName = "N" };
    private readonly Option<int> _spacing = new("--spacing") { Description = "With --tile: pixels between two tiles", HelpName = "N" };
    private readonly Option<bool> _gaps = new("--gaps") { Description = "Cut sheets where they are transparent, or, if opaque everywhere, of the background colour" };
    private readonly Option<int?> _gapWidth = new("--gap-width") { Description = "With --gaps: the fewest empty rows or columns that part two sprites (default: 1)", HelpName = "N" };
    private readonly Option<string?> _size = new("--size") { Description = "The size of sprites (default: the largest picture's, as it was before it was enlarged)", HelpName = "WxH" };
    private readonly Option<string?> _filter = new("--filter") { Description = $"How pictures come down that are not enlarged by a whole number (default: {Defaults.Filter.Name})", HelpName = string.Join('|', ResizeFilters.All.Select(f => f.Name)) };
    private readonly Option<string?> _background = new("--background") { Description = "The colour for transparency, and of index 0 (default: the first of --palette, or white)", HelpName = "RRGGBB" };
    private readonly Option<string?> _alpha = new("--alpha") { Description = "What is partly transparent: all or nothing from half on, or laid over the background (default: threshold)", HelpName = "threshold|blend" };
    private readonly Option<int?> _colors = new("--colors") { Description = $"The most colours; where pictures have more, they are brought together (default: {Defaults.Colors})", HelpName = "N" };
    private readonly Option<string?> _palette = new("--palette") { Description = "Use these colours: a .gpl, .pal, .hex, .act or colour map .txt file", HelpName = "FILE" };
    private readonly Option<string?> _splits = new("--splits") { Description = "Train, dev and test, as counts (632,80,80) or shares (0.8,0.1,0.1); which sprites is up to chance", HelpName = "A,B,C" };
    private readonly Option<double?> _near = CommonOptions.Number("--near", $"Sprites that differ in no more than this share of what is drawn stay in one split (default: {Defaults.NearDuplicates})", "SHARE");
    private readonly Option<bool> _flip = new("--flip") { Description = "Give train a mirrored copy of each of its sprites" };
    private readonly Option<ulong?> _seed = CommonOptions.Seed("What splits and quantised colours follow from (default: 0)");

    public DataImportCommand()
        : base("import", "Make a data set of pictures.")
    {
        Arguments.Add(_sources);
        Option[] options = [_out, _overwrite, _sheets, _tile, _margin, _spacing, _gaps, _gapWidth, _size, _filter, _background, _alpha, _colors, _palette, _splits, _near, _flip, _seed];
        foreach (Option option in options) Options.Add(option);
        _filter.AcceptOnly([.. ResizeFilters.All.Select(f => f.Name)]);
        _alpha.AcceptOnly("threshold", "blend");
    }

    public IReadOnlyList<string> Examples =>
    [
        "pixelgpt data import ../my-sprites --out data/mine",
        "pixelgpt data import sheet.png --tile 20x20 --margin 1 --spacing 1 --out data/mine --flip",
        "pixelgpt data import singles more.png --sheet atlas.png --gaps --size 24x24 --colors 32 --out data/mine",
        "pixelgpt data import ../my-sprites --palette sweetie-16.hex --background 1a1c2c --out data/mine",
    ];

    public async Task<int> RunAsync(Session session)
    {
        string folder = session.Get(_out)!;
        ImportOptions options = Read(session);
        options.Validate();
        ImportedFolder.CheckFree(folder, session.Get(_overwrite));
        return await ImportWorkflow.RunAsync(session, FindFiles(session), options, folder);
    }

    private ImportOptions Read(Session session)
    {
        Palette? palette = session.Get(_palette) is { } file ? ReadPalette(session, file) : null;
        var options = new ImportOptions
        {
            Size = session.Get(_size) is { } size ? SpriteSize.Parse(size) : null,
            Background = session.Get(_background) is { } color ? ReadColor(color) : null,
            Alpha = session.Get(_alpha) == "blend" ? AlphaRule.Blend : AlphaRule.Threshold,
            Filter = session.Get(_filter) is { } filter ? ResizeFilters.Find(filter) : Defaults.Filter,
            Palette = palette,
            Colors = session.Get(_colors) ?? Defaults.Colors,
            Splits = session.Get(_splits) is { } splits ? SplitPlan.Parse(splits) : Defaults.Splits,
            NearDuplicates = session.Get(_near) ?? Defaults.NearDuplicates,
            Flip = session.Get(_flip),
            Seed = session.Get(_seed) ?? Defaults.Seed,
        };
        return options with { Cutter = ReadCutter(session, options.BackgroundColor) };
    }

    private ISheetCutter? ReadCutter(Session session, Rgb background)
    {
        string? tile = session.Get(_tile);
        bool gaps = session.Get(_gaps);
        if (tile is not null && gaps) throw new InputException("either --tile or --gaps, not both: a sheet is cut one way");
        if (tile is null && (session.Has(_margin) || session.Has(_spacing))) throw new InputException("--margin and --spacing go with --tile");
        if (!gaps && session.Has(_gapWidth)) throw new InputException("--gap-width goes with --gaps");
        if (tile is not null) return new GridCutter(SpriteSize.Parse(tile, "tile"), session.Get(_margin), session.Get(_spacing));
        if (gaps) return new GapCutter(session.Get(_gapWidth) ?? 1, background);
        return session.Has(_sheets) ? throw new InputException("how is --sheet cut? Give --tile WxH, or --gaps") : null;
    }

    private List<PictureFile> FindFiles(Session session)
    {
        string[] sources = session.Get(_sources) ?? [], sheets = session.Get(_sheets) ?? [];
        if (sources.Length + sheets.Length == 0) throw new InputException("which pictures? Give PNG files, or folders of them");
        bool isCut = session.Has(_tile) || session.Has(_gaps);
        return [.. PictureFileFinder.Find(sources, isSheet: isCut && sheets.Length == 0), .. PictureFileFinder.Find(sheets, isSheet: true)];
    }

    private Palette ReadPalette(Session session, string file) => session.Has(_colors)
        ? throw new InputException("either --colors or --palette, not both: a given palette is taken whole")
        : PaletteFile.Load(file);

    private static Rgb ReadColor(string text) => Rgb.TryParse(text, out Rgb color)
        ? color
        : throw new InputException($"background '{text}': give six hexadecimal digits, such as ffffff for white");
}
