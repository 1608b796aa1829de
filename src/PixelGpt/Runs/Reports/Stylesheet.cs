namespace PixelGpt.Runs.Reports;

/// <summary>The style sheet of the HTML pages: system fonts, a layout for phones, light and dark themes, and a print layout.</summary>
internal static class Stylesheet
{
    public const string Css = """
        :root { --page: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d5dae0; --panel: #f4f6f8; --first: #0b62c4; --second: #a8430a; --best: #116329; --warn: #7a4a00; --warn-page: #fff6df; }
        @media screen and (prefers-color-scheme: dark) {
          :root { --page: #14171b; --text: #e8eaed; --soft: #a8b0ba; --line: #3a4149; --panel: #1e2329; --first: #6cb2ff; --second: #ffa657; --best: #6fdd8b; --warn: #ffd479; --warn-page: #33290f; }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 76rem; margin: 0 auto; padding: 1rem 1rem 3rem; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 .25rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.5rem 0 .75rem; padding-top: .5rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
        p { margin: .5rem 0; max-width: 46rem; }
        a { color: var(--first); }
        code { font-size: .9em; overflow-wrap: anywhere; }
        .soft, small { color: var(--soft); }
        small { font-size: .85em; white-space: nowrap; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1rem 0; padding: 0; }
        nav a { display: inline-block; padding: .25rem 0; }
        .warnings { background: var(--warn-page); border-left: 4px solid var(--warn); padding: .75rem 1rem; margin: 1rem 0; border-radius: 4px; }
        .warnings h2 { border: 0; margin: 0; padding: 0; font-size: 1.05rem; color: var(--warn); }
        .warnings ul { margin: .5rem 0 0; padding-left: 1.2rem; }
        .warnings li { margin: .35rem 0; max-width: 60rem; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1rem 0; }
        .tiles > div { background: var(--panel); border-radius: 6px; padding: .75rem .9rem; display: grid; grid-template-rows: subgrid; grid-row: span 2; row-gap: .25rem; }
        .tiles dt { color: var(--soft); font-size: .875rem; line-height: 1.35; }
        .tiles dd { margin: 0; font-size: 1.35rem; font-weight: 600; font-variant-numeric: tabular-nums; }
        .tiles small { display: block; font-size: .8125rem; font-weight: 400; }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 0 2rem; margin: .5rem 0 1rem; }
        .facts > div { display: flex; justify-content: space-between; gap: 1rem; padding: .3rem 0; border-bottom: 1px solid var(--line); }
        .facts dt { color: var(--soft); }
        .facts dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; min-width: 0; }
        .explanations dt { font-weight: 600; margin-top: .75rem; }
        .explanations dd { margin: 0; max-width: 46rem; }
        .scroll { overflow-x: auto; margin: 1rem 0; }
        .scroll:focus-visible { outline: 2px solid var(--first); outline-offset: 2px; }
        table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding-bottom: .5rem; }
        caption span { display: inline-block; max-width: min(70rem, calc(100vw - 2rem)); position: sticky; left: 0; }
        th, td { padding: .4rem .7rem; text-align: right; vertical-align: top; border-bottom: 1px solid var(--line); }
        thead th { vertical-align: bottom; font-weight: 600; font-size: .875rem; line-height: 1.3; color: var(--soft); min-width: 5.5rem; }
        th:first-child { text-align: left; padding-left: 0; position: sticky; left: 0; background: var(--page); min-width: 8.5rem; max-width: 14rem; }
        tbody th { font-weight: 500; }
        td small { display: block; }
        tr.separated > * { border-top: 2px solid var(--soft); }
        td.best { color: var(--best); }
        .mark { display: inline-block; margin-left: .35rem; padding: 0 .35rem; border: 1px solid currentColor; border-radius: 3px; font-size: .75rem; }
        img { image-rendering: pixelated; max-width: 100%; height: auto; display: block; }
        figure { margin: 0; }
        figcaption { color: var(--soft); font-size: .875rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1.5rem; margin: 1rem 0; }
        .charts > figure { max-width: 34rem; }
        .charts h3 { margin-top: 0; }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: var(--soft); font: 11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        svg .grid { stroke: var(--line); stroke-width: 1; }
        svg .best-epoch { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 3; }
        svg polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
        svg .first { stroke: var(--first); } svg .second { stroke: var(--second); stroke-dasharray: 6 3; }
        svg circle.first { fill: var(--first); stroke: none; } svg circle.second { fill: var(--second); stroke: none; }
        .key { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; list-style: none; margin: .25rem 0 0; padding: 0; font-size: .875rem; color: var(--text); }
        .key li::before { content: ""; display: inline-block; width: 1.6rem; border-top: 3px solid var(--first); vertical-align: middle; margin-right: .4rem; }
        .key li.second::before { border-top: 3px dashed var(--second); }
        .key li.best-epoch::before { border-top: 2px dotted var(--soft); }
        .strips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); gap: .75rem 1rem; list-style: none; margin: 1rem 0; padding: 0; }
        .strips.three { grid-template-columns: repeat(auto-fill, minmax(min(100%, 16.5rem), 1fr)); }
        .strips.many { grid-template-columns: repeat(auto-fill, minmax(min(100%, 33rem), 1fr)); }
        .strips img { border-radius: 4px; }
        .maps { display: flex; flex-wrap: wrap; gap: 1.5rem 2rem; margin: 1rem 0; }
        .maps .map { width: 240px; max-width: 100%; }
        .maps .scale { width: 240px; max-width: 100%; height: 12px; margin-top: .5rem; }
        .ends { display: flex; justify-content: space-between; width: 240px; max-width: 100%; font-size: .875rem; color: var(--soft); }
        details { margin: 1rem 0; }
        summary { cursor: pointer; color: var(--first); padding: .35rem 0; }
        @media (max-width: 30rem) {
          main { padding: .75rem .9rem 2rem; }
          th, td { padding: .4rem .5rem; }
          th:first-child { min-width: 7.5rem; max-width: 7.5rem; border-right: 1px solid var(--line); }
        }
        @media print {
          @page { margin: 14mm; }
          body { font-size: 9.5pt; }
          main { max-width: none; padding: 0; }
          nav, details { display: none; }
          h2, h3, caption { break-after: avoid; }
          figure, tr, .tiles > div, .strips li, .warnings { break-inside: avoid; }
          .scroll { overflow: visible; break-inside: avoid; }
          .tiles { grid-template-columns: repeat(5, 1fr); gap: 2mm; }
          .tiles > div { padding: 2mm; }
          table { font-size: 8pt; width: 100%; }
          caption span, th:first-child { position: static; max-width: none; }
          th, td { padding: 1.2mm 1.5mm; }
          thead th { min-width: 0; font-size: 7.5pt; }
          small { white-space: normal; }
          .strips, .strips.three { grid-template-columns: repeat(3, 1fr); gap: 3mm; }
          .strips.many { grid-template-columns: 1fr 1fr; gap: 3mm; }
          .charts { grid-template-columns: 1fr 1fr; }
          * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        }

        """;
}
