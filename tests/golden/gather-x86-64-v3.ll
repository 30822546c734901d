declare i64 @llvm.smin.i64(i64, i64)
declare i64 @llvm.smax.i64(i64, i64)
define i64 @program(ptr noalias %bufs, ptr noalias %dims, ptr %ctx) nounwind "no-builtins" {
entry:
  %v1 = alloca i64, i64 5, align 16
  %v2 = alloca i64, i64 6, align 16
  %v3 = alloca i64, i64 1, align 8
  br label %start
start:
  %v4 = load i64, ptr %dims, align 8
  store i64 0, ptr %v3, align 8
  store i64 %v4, ptr %v2, align 8
  %v5 = load ptr, ptr %bufs, align 8
  %v6 = getelementptr inbounds i64, ptr %v1, i64 2
  store ptr %v5, ptr %v6, align 8
  %v7 = getelementptr inbounds ptr, ptr %bufs, i64 1
  %v8 = load ptr, ptr %v7, align 8
  %v9 = getelementptr inbounds i64, ptr %v1, i64 3
  store ptr %v8, ptr %v9, align 8
  %v10 = getelementptr inbounds ptr, ptr %bufs, i64 2
  %v11 = load ptr, ptr %v10, align 8
  %v12 = getelementptr inbounds i64, ptr %v1, i64 4
  store ptr %v11, ptr %v12, align 8
  %v13 = getelementptr inbounds i64, ptr %v2, i64 1
  store ptr %ctx, ptr %v13, align 8
  %v14 = getelementptr inbounds i64, ptr %v1, i64 2
  %v15 = load ptr, ptr %v14, align 8
  %v16 = getelementptr inbounds i64, ptr %v2, i64 2
  store ptr %v15, ptr %v16, align 8
  %v17 = getelementptr inbounds i64, ptr %v1, i64 3
  %v18 = load ptr, ptr %v17, align 8
  %v19 = getelementptr inbounds i64, ptr %v2, i64 3
  store ptr %v18, ptr %v19, align 8
  %v20 = getelementptr inbounds i64, ptr %v1, i64 4
  %v21 = load ptr, ptr %v20, align 8
  %v22 = getelementptr inbounds i64, ptr %v2, i64 4
  store ptr %v21, ptr %v22, align 8
  %v23 = load i64, ptr %v3, align 8
  %v24 = icmp eq i64 %v23, 0
  br i1 %v24, label %b25, label %b26
b25:
  call void @launch0(ptr %ctx, ptr %v2, ptr %v3, i64 4611686022722355200)
  br label %b26
b26:
  %v27 = load i64, ptr %v3, align 8
  %v28 = getelementptr inbounds i64, ptr %ctx, i64 4
  %v29 = load i64, ptr %v28, align 8
  %v30 = icmp eq i64 %v27, 0
  %v31 = select i1 %v30, i64 %v29, i64 %v27
  ret i64 %v31
}
define internal void @launch0(ptr %ctx, ptr %handed, ptr %status, i64 %what) nounwind "no-builtins" {
entry:
  %v11 = alloca i64, i64 1, align 8
  br label %start
start:
  %v1 = load i64, ptr %handed, align 8
  %v2 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v3 = load i64, ptr %v2, align 8
  %v4 = mul nsw i64 8, %v1
  %v5 = mul nsw i64 %v4, 2
  %v6 = udiv i64 %v5, 65536
  %v7 = call i64 @llvm.smax.i64(i64 %v6, i64 1)
  %v8 = mul nsw i64 %v3, 4
  %v9 = call i64 @llvm.smin.i64(i64 %v7, i64 %v8)
  %v10 = call i64 @llvm.smin.i64(i64 %v1, i64 %v9)
  store i64 %v1, ptr %v11, align 8
  %v12 = icmp sgt i64 %v10, 1
  br i1 %v12, label %b13, label %b14
b13:
  %v15 = sub nsw i64 %v10, 1
  %v16 = add nsw i64 %v1, %v15
  %v17 = udiv i64 %v16, %v10
  store i64 %v17, ptr %v11, align 8
  br label %b14
b14:
  %v18 = load i64, ptr %v11, align 8
  %v19 = getelementptr inbounds i64, ptr %handed, i64 5
  store i64 %v18, ptr %v19, align 8
  %v20 = load i64, ptr %status, align 8
  %v21 = icmp eq i64 %v20, 0
  br i1 %v21, label %b22, label %b23
b22:
  %v24 = call i64 @run_tasks(ptr %ctx, ptr @group0, ptr %handed, i64 %v10, i64 %what)
  store i64 %v24, ptr %status, align 8
  br label %b23
b23:
  ret void
}
define internal void @group0(ptr noalias %frame, i64 %task, i64 %worker) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = load i64, ptr %frame, align 8
  %v2 = getelementptr inbounds i64, ptr %frame, i64 2
  %v3 = load ptr, ptr %v2, align 8
  %v4 = getelementptr inbounds i64, ptr %frame, i64 3
  %v5 = load ptr, ptr %v4, align 8
  %v6 = getelementptr inbounds i64, ptr %frame, i64 4
  %v7 = load ptr, ptr %v6, align 8
  %v8 = getelementptr inbounds i64, ptr %frame, i64 1
  %v9 = load ptr, ptr %v8, align 8
  %v10 = getelementptr inbounds i64, ptr %frame, i64 5
  %v11 = load i64, ptr %v10, align 8
  %v12 = mul nsw i64 %task, %v11
  %v13 = add nsw i64 %v12, %v11
  %v14 = call i64 @llvm.smin.i64(i64 %v13, i64 %v1)
  br label %b15
b15:
  %i18 = phi i64 [ %v12, %start ], [ %v130, %b105 ]
  %c18_0 = phi i64 [ %v12, %start ], [ %v129, %b105 ]
  %v19 = icmp slt i64 %i18, %v14
  br i1 %v19, label %b16, label %b17
b16:
  br label %b20
b20:
  %i23 = phi i64 [ 0, %b16 ], [ %v102, %b89 ]
  %v24 = icmp slt i64 %i23, 0
  br i1 %v24, label %b21, label %b22
b21:
  %v25 = add nsw i64 %i23, 4
  %v26 = add nsw i64 %i23, 8
  %v27 = add nsw i64 %i23, 12
  %v28 = getelementptr inbounds i64, ptr %v5, i64 %c18_0
  %v29 = load i64, ptr %v28, align 8
  %v30 = icmp slt i64 %v29, 0
  %v31 = add i64 %v29, 50
  %v32 = select i1 %v30, i64 %v31, i64 %v29
  %v33 = icmp uge i64 %v32, 50
  br i1 %v33, label %b34, label %b35
b34:
  %v36 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v29, ptr %v36, align 8
  %v37 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v37, align 8
  %v38 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v38, align 8
  %v39 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v39, align 8
  br label %b35
b35:
  %v40 = select i1 %v33, i64 0, i64 %v32
  %v41 = mul nsw i64 %v40, 8
  %v42 = add nsw i64 %v41, %i23
  %v43 = getelementptr inbounds float, ptr %v3, i64 %v42
  %v44 = load <4 x float>, ptr %v43, align 4
  %v45 = mul nsw i64 %c18_0, 8
  %v46 = add nsw i64 %v45, %i23
  %v47 = getelementptr inbounds float, ptr %v7, i64 %v46
  store <4 x float> %v44, ptr %v47, align 4
  %v48 = icmp slt i64 %v29, 0
  %v49 = add i64 %v29, 50
  %v50 = select i1 %v48, i64 %v49, i64 %v29
  %v51 = icmp uge i64 %v50, 50
  br i1 %v51, label %b52, label %b53
b52:
  %v54 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v29, ptr %v54, align 8
  %v55 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v55, align 8
  %v56 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v56, align 8
  %v57 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v57, align 8
  br label %b53
b53:
  %v58 = select i1 %v51, i64 0, i64 %v50
  %v59 = mul nsw i64 %v58, 8
  %v60 = add nsw i64 %v59, %v25
  %v61 = getelementptr inbounds float, ptr %v3, i64 %v60
  %v62 = load <4 x float>, ptr %v61, align 4
  %v63 = mul nsw i64 %c18_0, 8
  %v64 = add nsw i64 %v63, %v25
  %v65 = getelementptr inbounds float, ptr %v7, i64 %v64
  store <4 x float> %v62, ptr %v65, align 4
  %v66 = icmp slt i64 %v29, 0
  %v67 = add i64 %v29, 50
  %v68 = select i1 %v66, i64 %v67, i64 %v29
  %v69 = icmp uge i64 %v68, 50
  br i1 %v69, label %b70, label %b71
b70:
  %v72 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v29, ptr %v72, align 8
  %v73 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v73, align 8
  %v74 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v74, align 8
  %v75 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v75, align 8
  br label %b71
b71:
  %v76 = select i1 %v69, i64 0, i64 %v68
  %v77 = mul nsw i64 %v76, 8
  %v78 = add nsw i64 %v77, %v26
  %v79 = getelementptr inbounds float, ptr %v3, i64 %v78
  %v80 = load <4 x float>, ptr %v79, align 4
  %v81 = mul nsw i64 %c18_0, 8
  %v82 = add nsw i64 %v81, %v26
  %v83 = getelementptr inbounds float, ptr %v7, i64 %v82
  store <4 x float> %v80, ptr %v83, align 4
  %v84 = icmp slt i64 %v29, 0
  %v85 = add i64 %v29, 50
  %v86 = select i1 %v84, i64 %v85, i64 %v29
  %v87 = icmp uge i64 %v86, 50
  br i1 %v87, label %b88, label %b89
b88:
  %v90 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v29, ptr %v90, align 8
  %v91 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v91, align 8
  %v92 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v92, align 8
  %v93 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v93, align 8
  br label %b89
b89:
  %v94 = select i1 %v87, i64 0, i64 %v86
  %v95 = mul nsw i64 %v94, 8
  %v96 = add nsw i64 %v95, %v27
  %v97 = getelementptr inbounds float, ptr %v3, i64 %v96
  %v98 = load <4 x float>, ptr %v97, align 4
  %v99 = mul nsw i64 %c18_0, 8
  %v100 = add nsw i64 %v99, %v27
  %v101 = getelementptr inbounds float, ptr %v7, i64 %v100
  store <4 x float> %v98, ptr %v101, align 4
  %v102 = add nsw i64 %i23, 16
  br label %b20
b22:
  br label %b103
b103:
  %i106 = phi i64 [ 0, %b22 ], [ %v128, %b115 ]
  %v107 = icmp slt i64 %i106, 8
  br i1 %v107, label %b104, label %b105
b104:
  %v108 = getelementptr inbounds i64, ptr %v5, i64 %c18_0
  %v109 = load i64, ptr %v108, align 8
  %v110 = icmp slt i64 %v109, 0
  %v111 = add i64 %v109, 50
  %v112 = select i1 %v110, i64 %v111, i64 %v109
  %v113 = icmp uge i64 %v112, 50
  br i1 %v113, label %b114, label %b115
b114:
  %v116 = getelementptr inbounds i64, ptr %v9, i64 5
  store i64 %v109, ptr %v116, align 8
  %v117 = getelementptr inbounds i64, ptr %v9, i64 6
  store i64 50, ptr %v117, align 8
  %v118 = getelementptr inbounds i64, ptr %v9, i64 7
  store i64 0, ptr %v118, align 8
  %v119 = getelementptr inbounds i64, ptr %v9, i64 4
  store i64 1, ptr %v119, align 8
  br label %b115
b115:
  %v120 = select i1 %v113, i64 0, i64 %v112
  %v121 = mul nsw i64 %v120, 8
  %v122 = add nsw i64 %v121, %i106
  %v123 = getelementptr inbounds float, ptr %v3, i64 %v122
  %v124 = load float, ptr %v123, align 4
  %v125 = mul nsw i64 %c18_0, 8
  %v126 = add nsw i64 %v125, %i106
  %v127 = getelementptr inbounds float, ptr %v7, i64 %v126
  store float %v124, ptr %v127, align 4
  %v128 = add nsw i64 %i106, 1
  br label %b103
b105:
  %v129 = add nsw i64 %c18_0, 1
  %v130 = add nsw i64 %i18, 1
  br label %b15
b17:
  ret void
}
define internal i64 @run_tasks(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what) nounwind "no-builtins" {
entry:
  br label %start
start:
  %v1 = getelementptr inbounds i64, ptr %ctx, i64 10
  %v2 = load ptr, ptr %v1, align 8
  %v3 = icmp ne ptr %v2, null
  br i1 %v3, label %b4, label %b5
b4:
  %v6 = call i64 %v2(ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what)
  ret i64 %v6
b7:
  br label %b5
b5:
  %v8 = icmp slt i64 %n, 2
  br i1 %v8, label %b9, label %b10
b9:
  %v11 = icmp eq i64 %n, 1
  br i1 %v11, label %b12, label %b13
b12:
  call void %task(ptr %frame, i64 0, i64 0)
  br label %b13
b13:
  ret i64 0
b14:
  br label %b10
b10:
  %v15 = load ptr, ptr %ctx, align 8
  %v16 = getelementptr inbounds i64, ptr %ctx, i64 3
  %v17 = load i64, ptr %v16, align 8
  %v18 = call i64 %v15(ptr %task, ptr %frame, i64 %n, i64 %v17)
  %v19 = icmp ne i64 %v18, 0
  %v20 = select i1 %v19, i64 3, i64 0
  ret i64 %v20
}
