(() => {
  "use strict";
  const source = document.getElementById("figure-values");
  if (!source) { return; }
  const choices = JSON.parse(source.textContent);
  const place = document.getElementById("figure");
  const select = document.getElementById("figure-choice");
  const looks = [
    ["#005b96", []], ["#c44e00", [10, 5]], ["#007a5a", [9, 4, 2, 4]], ["#7b3a8c", [18, 6]], ["#000000", [2, 3, 2, 7]],
    ["#9a6a00", [2, 3]], ["#4a7fb5", []], ["#8a8a8a", [6, 3]],
  ];
  let plot = null;

  const number = value => {
    if (value === null || value === undefined) { return "–"; }
    if (value === 0) { return "0"; }
    const size = Math.abs(value);
    if (size >= 1e7 || size < 1e-4) { return value.toExponential(2); }
    return value.toLocaleString("en", { maximumSignificantDigits: size >= 1000 ? 6 : 4 });
  };

  const ticks = (self, values) => values.map(value => value === null ? "" : number(value));

  function draw(choice) {
    if (plot) { plot.destroy(); plot = null; }
    const data = [choice.x];
    const series = [{ label: choice.xLabel, value: (self, value) => number(value) }];
    const bands = [];
    choice.series.forEach((one, i) => {
      const [colour, dash] = looks[i % looks.length];
      const main = data.length;
      data.push(one.y);
      series.push({
        label: one.name || choice.yLabel, stroke: colour, dash, width: 2, spanGaps: true,
        points: { show: choice.x.length <= 60, size: 7 },
        value: (self, value, at, index) => {
          const low = index == null ? null : one.low[index];
          const high = index == null ? null : one.high[index];
          return low === null || high === null ? number(value) : `${number(value)} (${number(low)} – ${number(high)})`;
        },
      });
      if (one.low.some(value => value !== null)) {
        const hidden = { show: true, stroke: "transparent", width: 0, points: { show: false }, spanGaps: true, edge: main };
        data.push(one.high, one.low);
        series.push({ ...hidden, label: `high ${i}` }, { ...hidden, label: `low ${i}` });
        bands.push({ series: [main + 1, main + 2], fill: colour + "26" });
      }
    });
    const axis = (label, more) => ({
      label, labelSize: 26, labelFont: `${place.clientWidth < 500 ? 12 : 13}px system-ui, sans-serif`, font: "12px system-ui, sans-serif",
      values: ticks, grid: { stroke: "#e3e3e3", width: 1 }, ticks: { stroke: "#b4b4b4", width: 1 }, ...more,
    });
    const width = Math.max(260, place.clientWidth - 10);
    plot = new uPlot({
      width, height: Math.max(330, Math.min(440, Math.round(width * 0.55))),
      scales: { x: { time: false, distr: choice.xLog ? 3 : 1 }, y: { distr: choice.yLog ? 3 : 1 } },
      axes: [axis(choice.xLabel), axis(choice.yLabel, { size: 64 })],
      series, bands, cursor: { drag: { x: true, y: false } },
      hooks: {
        ready: [self => {
          series.forEach((one, i) => {
            if (one.edge) { self.root.querySelectorAll(".u-legend .u-series")[i].style.display = "none"; }
          });
        }],
        // The edges of an interval go with their series.
        setSeries: [(self, index, change) => {
          if (index === null || change.show === undefined || series[index].edge) { return; }
          series.forEach((one, i) => {
            if (one.edge === index && self.series[i].show !== change.show) { self.setSeries(i, { show: change.show }); }
          });
        }],
      },
    }, data, place);
  }

  choices.forEach((choice, i) => select.add(new Option(choice.name, String(i))));
  select.addEventListener("change", () => draw(choices[Number(select.value)]));
  if (choices.length < 2) { select.parentElement.style.display = "none"; }
  draw(choices[0]);
  let pending = 0;
  window.addEventListener("resize", () => {
    clearTimeout(pending);
    pending = setTimeout(() => draw(choices[Number(select.value) || 0]), 150);
  });
})();
